package dev.rejoin.proto;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.v1.Annotate;
import dev.rejoin.proto.v1.Mark;
import dev.rejoin.proto.v1.Operand;
import dev.rejoin.proto.v1.Place;
import dev.rejoin.proto.v1.Withdraw;
import org.jspecify.annotations.Nullable;

/** Marks and annotations of a text and their withdrawal as the payload of a row. */
final class MarkOperands {
  private MarkOperands() {}

  static byte[] write(Op.Mark op, WriteDictionary dictionary) {
    Texts.checkField(op.key(), 0, dev.rejoin.crdt.Limits.MAX_KEY_BYTES, "a key");
    return Mark.newBuilder()
        .setFormat(Operands.operand(op.key(), op.value(), dictionary))
        .setUnmark(op.value() == null)
        .setOverlapping(op.overlapping())
        .setStart(place(op.start(), dictionary))
        .setEnd(place(op.end(), dictionary))
        .build()
        .toByteArray();
  }

  static byte[] write(Op.Withdraw op, WriteDictionary dictionary) {
    return Withdraw.newBuilder()
        .setReplica(dictionary.index(op.mark().replica()))
        .setSeq(op.mark().seq())
        .build()
        .toByteArray();
  }

  /** The op, or null if its value is of a type that this version does not know. */
  static Op.@Nullable Mark mark(ContainerId of, Mark mark, ReadDictionary dictionary) {
    Operand format = mark.getFormat();
    String key = Operands.key(format);
    Value value = Operands.value(format, dictionary);
    if (mark.getUnmark() && format.getValueCase() != Operand.ValueCase.VALUE_NOT_SET) {
      throw ProtocolException.malformed("a mark that takes away the format and has a value");
    }
    if (!mark.getUnmark() && value == null) {
      return null;
    }
    Anchor start = anchor(mark.getStart(), dictionary);
    Anchor end = anchor(mark.getEnd(), dictionary);
    return new Op.Mark(of, key, value, start, end, mark.getOverlapping());
  }

  static byte[] write(Op.Annotate op, WriteDictionary dictionary) {
    Texts.checkWhole(op.quote().exact(), 0);
    Texts.checkWhole(op.quote().prefix(), 0);
    Texts.checkWhole(op.quote().suffix(), 0);
    Annotate.Builder annotate =
        Annotate.newBuilder()
            .setStart(place(op.start(), dictionary))
            .setEnd(place(op.end(), dictionary))
            .setExact(op.quote().exact())
            .setPrefix(op.quote().prefix())
            .setSuffix(op.quote().suffix());
    OpId annotation = op.annotation();
    if (annotation != null) {
      annotate.setAnnotationReplica(dictionary.index(annotation.replica()));
      annotate.setAnnotationSeq(annotation.seq());
    }
    return annotate.build().toByteArray();
  }

  static Op.Annotate annotate(ContainerId of, Annotate annotate, ReadDictionary dictionary) {
    OpId annotation = null;
    if (annotate.getAnnotationSeq() != 0) {
      long index = Integer.toUnsignedLong(annotate.getAnnotationReplica());
      annotation = new OpId(dictionary.replica(index), annotate.getAnnotationSeq());
    }
    Anchor start = anchor(annotate.getStart(), dictionary);
    Anchor end = anchor(annotate.getEnd(), dictionary);
    Quote quote = new Quote(annotate.getExact(), annotate.getPrefix(), annotate.getSuffix());
    return new Op.Annotate(of, annotation, start, end, quote);
  }

  static Op.Withdraw withdraw(ContainerId of, Withdraw withdraw, ReadDictionary dictionary) {
    ReplicaId replica = dictionary.replica(Integer.toUnsignedLong(withdraw.getReplica()));
    return new Op.Withdraw(of, new OpId(replica, withdraw.getSeq()));
  }

  private static Place place(Anchor anchor, WriteDictionary dictionary) {
    Place.Builder place = Place.newBuilder().setBefore(anchor.bias() == Bias.AFTER);
    OpId atom = anchor.atom();
    if (atom != null) {
      place.setReplica(dictionary.index(atom.replica())).setSeq(atom.seq());
    }
    return place.build();
  }

  private static Anchor anchor(Place place, ReadDictionary dictionary) {
    Bias bias = place.getBefore() ? Bias.AFTER : Bias.BEFORE;
    if (place.getSeq() == 0) {
      return new Anchor(null, bias);
    }
    ReplicaId replica = dictionary.replica(Integer.toUnsignedLong(place.getReplica()));
    return new Anchor(new OpId(replica, place.getSeq()), bias);
  }
}
