package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.NodeOperand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops on the nodes of a tree as the payload of a row. */
final class NodeOperands {
  private NodeOperands() {}

  /** The kind of row for an op; null for one that is not on a tree. */
  static Body.@Nullable Row kind(Op op) {
    if (op instanceof Op.CreateNode) {
      return Body.Row.CREATE_NODE;
    }
    if (op instanceof Op.MoveNode) {
      return Body.Row.MOVE_NODE;
    }
    if (op instanceof Op.DeleteNode) {
      return Body.Row.DELETE_NODE;
    }
    return op instanceof Op.RekeyNode ? Body.Row.REKEY_NODE : null;
  }

  /** The position in an op, or null if it has none. */
  static @Nullable FractionalIndex position(Op op) {
    if (op instanceof Op.CreateNode create) {
      return create.position();
    }
    if (op instanceof Op.MoveNode move) {
      return move.position();
    }
    return op instanceof Op.RekeyNode rekey ? rekey.position() : null;
  }

  /** What an op names. */
  static List<OpId> ids(Op op) {
    List<OpId> ids = new ArrayList<>(2);
    OpId node = node(op);
    OpId parent = parent(op);
    if (node != null) {
      ids.add(node);
    }
    if (parent != null) {
      ids.add(parent);
    }
    return ids;
  }

  static byte[] write(Op op, WriteDictionary dictionary) {
    NodeOperand.Builder operand = NodeOperand.newBuilder();
    OpId node = node(op);
    if (node != null) {
      operand.setNodeReplica(dictionary.index(node.replica())).setNodeSeq(node.seq());
    }
    OpId parent = parent(op);
    if (parent != null) {
      operand.setParentReplica(dictionary.index(parent.replica())).setParentSeq(parent.seq());
    }
    FractionalIndex position = position(op);
    if (position != null) {
      operand.setPosition(ByteString.copyFrom(position.bytes()));
    }
    return operand.build().toByteArray();
  }

  /** The op of a row of one of the kinds of {@link #kind}. */
  static Op read(Body.Row kind, ContainerId where, NodeOperand operand, ReadDictionary dictionary) {
    OpId parent =
        operand.getParentSeq() == 0
            ? null
            : new OpId(dictionary.replica(operand.getParentReplica()), operand.getParentSeq());
    if (kind == Body.Row.CREATE_NODE) {
      return new Op.CreateNode(where, parent, position(operand));
    }
    OpId node = new OpId(dictionary.replica(operand.getNodeReplica()), operand.getNodeSeq());
    if (kind == Body.Row.MOVE_NODE) {
      return new Op.MoveNode(where, node, parent, position(operand));
    }
    return kind == Body.Row.DELETE_NODE
        ? new Op.DeleteNode(where, node)
        : new Op.RekeyNode(where, node, position(operand));
  }

  private static FractionalIndex position(NodeOperand operand) {
    return FractionalIndex.of(operand.getPosition().toByteArray());
  }

  private static @Nullable OpId node(Op op) {
    if (op instanceof Op.MoveNode move) {
      return move.node();
    }
    if (op instanceof Op.DeleteNode delete) {
      return delete.node();
    }
    return op instanceof Op.RekeyNode rekey ? rekey.move() : null;
  }

  private static @Nullable OpId parent(Op op) {
    if (op instanceof Op.CreateNode create) {
      return create.parent();
    }
    return op instanceof Op.MoveNode move ? move.parent() : null;
  }
}
