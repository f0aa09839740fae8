package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The naive twin of a tree: sorts all its ops, and does them one after the other from the
 * beginning.
 */
final class NaiveTree {
  /** Where a node is; the trash is a parent of its own. */
  private record Place(
      boolean trash, @Nullable OpId parent, @Nullable FractionalIndex position, OpId move) {}

  private final TreeMap<OpId, Place> places = new TreeMap<>();

  /** What each op asked for, whether it had an effect or not. */
  private final TreeMap<OpId, OpId> nodes = new TreeMap<>();

  NaiveTree(List<AppliedOp> ops, ContainerId container) {
    List<AppliedOp> log = new ArrayList<>();
    for (AppliedOp op : ops) {
      if (container.equals(op.op().container())) {
        log.add(op);
      }
    }
    log.sort(Comparator.comparingLong(AppliedOp::lamport).thenComparing(AppliedOp::id));
    for (AppliedOp op : log) {
      perform(op.op(), op.id());
      requireNoCycle();
    }
  }

  private void perform(Op op, OpId id) {
    if (op instanceof Op.CreateNode create) {
      nodes.put(id, id);
      places.put(id, new Place(false, create.parent(), create.position(), id));
    } else if (op instanceof Op.MoveNode move) {
      nodes.put(id, move.node());
      if (!isWithin(move.parent(), move.node())) {
        places.put(move.node(), new Place(false, move.parent(), move.position(), id));
      }
    } else if (op instanceof Op.DeleteNode delete) {
      nodes.put(id, delete.node());
      places.put(delete.node(), new Place(true, null, null, id));
    } else if (op instanceof Op.RekeyNode rekey) {
      OpId node = nodes.get(rekey.move());
      nodes.put(id, node);
      Place place = places.get(node);
      if (place.move().equals(rekey.move())) {
        places.put(node, new Place(place.trash(), place.parent(), rekey.position(), id));
      }
    }
  }

  private boolean isWithin(@Nullable OpId node, OpId other) {
    OpId at = node;
    while (at != null && !at.equals(other)) {
      at = places.get(at).parent();
    }
    return at != null;
  }

  private void requireNoCycle() {
    for (OpId node : places.keySet()) {
      OpId at = node;
      for (int steps = 0; at != null; steps++) {
        if (steps > places.size()) {
          throw new AssertionError("a cycle at " + node);
        }
        at = places.get(at).parent();
      }
    }
  }

  /** All nodes, deleted ones too. */
  List<OpId> nodes() {
    return List.copyOf(places.keySet());
  }

  List<OpId> children(@Nullable OpId parent) {
    List<OpId> children = new ArrayList<>();
    places.forEach(
        (node, place) -> {
          if (!place.trash() && Optional.ofNullable(parent).equals(parent(node))) {
            children.add(node);
          }
        });
    children.sort(
        Comparator.comparing((OpId node) -> places.get(node).position())
            .thenComparing(node -> places.get(node).move()));
    return children;
  }

  Optional<OpId> parent(OpId node) {
    return Optional.ofNullable(places.get(node).parent());
  }

  List<OpId> trash() {
    List<OpId> trash = new ArrayList<>();
    places.forEach(
        (node, place) -> {
          if (place.trash()) {
            trash.add(node);
          }
        });
    trash.sort(Comparator.comparing(node -> places.get(node).move()));
    return trash;
  }

  /** The tree and what is in the trash, as text. */
  String shown() {
    return OutlinePicture.of(this::children, trash());
  }

  /** The children of every node that has some, and at the top. */
  String listed() {
    StringBuilder text = new StringBuilder();
    text.append(children(null));
    for (OpId node : places.keySet()) {
      List<OpId> children = children(node);
      if (!children.isEmpty()) {
        text.append(' ').append(node).append(children);
      }
    }
    return text.toString();
  }
}
