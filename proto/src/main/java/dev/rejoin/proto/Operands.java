package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.v1.Nested;
import dev.rejoin.proto.v1.Operand;
import org.jspecify.annotations.Nullable;

/** Keys and values as the payload of a row. */
final class Operands {
  private Operands() {}

  static byte[] write(String key, @Nullable Value value, WriteDictionary dictionary) {
    return operand(key, value, dictionary).toByteArray();
  }

  static Operand operand(String key, @Nullable Value value, WriteDictionary dictionary) {
    Operand.Builder operand = Operand.newBuilder().setKey(key);
    if (value instanceof Value.Str str) {
      operand.setText(str.text());
    } else if (value instanceof Value.Int whole) {
      operand.setWhole(whole.number64());
    } else if (value instanceof Value.Real real) {
      // All NaNs are one value, so they have one form.
      operand.setReal(Double.longBitsToDouble(Double.doubleToLongBits(real.number64())));
    } else if (value instanceof Value.Bool bool) {
      operand.setTruth(bool.truth());
    } else if (value instanceof Value.Bytes bytes) {
      operand.setContent(ByteString.copyFrom(bytes.content()));
    } else if (value instanceof Value.Nested nested) {
      Nested.Builder mark = Nested.newBuilder().setKind(WriteDictionary.number(nested.kind()));
      for (OpId remove : nested.generation()) {
        mark.addGenerationReplica(dictionary.index(remove.replica()));
        mark.addGenerationSeq(remove.seq());
      }
      operand.setNested(mark);
    }
    return operand.build();
  }

  static String key(Operand operand) {
    int bytes = operand.getKeyBytes().size();
    if (bytes > dev.rejoin.crdt.Limits.MAX_KEY_BYTES) {
      throw ProtocolException.malformed(
          "a key has at most " + dev.rejoin.crdt.Limits.MAX_KEY_BYTES + " bytes, not " + bytes);
    }
    return operand.getKey();
  }

  /** The value of the operand, or null if it is of a type that this version does not know. */
  static @Nullable Value value(Operand operand, ReadDictionary dictionary) {
    return switch (operand.getValueCase()) {
      case TEXT -> Value.of(operand.getText());
      case WHOLE -> Value.of(operand.getWhole());
      case REAL -> Value.of(Double.longBitsToDouble(Double.doubleToLongBits(operand.getReal())));
      case TRUTH -> Value.of(operand.getTruth());
      case CONTENT -> Value.of(operand.getContent().toByteArray());
      case NESTED -> nested(operand.getNested(), dictionary);
      case VALUE_NOT_SET -> null;
    };
  }

  private static @Nullable Value nested(Nested nested, ReadDictionary dictionary) {
    Kind kind = ReadDictionary.kind(nested.getKind());
    var generation =
        dictionary.ids(
            nested.getGenerationReplicaList(), nested.getGenerationSeqList(), "generation");
    return kind == null ? null : new Value.Nested(kind, generation);
  }
}
