package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Limits;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Header;

/** The rules of bodies that writers and readers share. */
final class Bodies {
  /** The flag of a change whose transaction goes on in the replica's next change. */
  static final int CONTINUES = 1;

  private Bodies() {}

  static void checkHeader(Change change, Header header) {
    if (header.from() != change.from() || header.to() != change.to()) {
      throw new IllegalArgumentException(
          "the header says "
              + header.from()
              + ".."
              + header.to()
              + ", the change "
              + change.from()
              + ".."
              + change.to());
    }
    if (header.opClass() == ChangeCodec.CONTROL) {
      throw new IllegalArgumentException("a change with ops cannot have the op class of control");
    }
  }

  static void checkControl(long from, ControlBody control) {
    if (control.record().length > dev.rejoin.proto.Limits.MAX_CONTROL_RECORD_BYTES) {
      throw new RejoinException(ErrorCode.CHANGE_TOO_LARGE, recordSize(control.record().length));
    }
    if (control.deps().size() > Limits.MAX_DEPS) {
      throw new IllegalArgumentException(tooManyHeads(control.deps().size()));
    }
    checkPlace(from, control.previous(), control.lamport());
  }

  static void checkPlace(long from, long previous, long lamport) {
    if (previous < 0 || previous >= from) {
      throw new IllegalArgumentException("previous must be 0.." + (from - 1) + ", not " + previous);
    }
    if (lamport < 1 || lamport > Limits.MAX_SEQ) {
      throw new IllegalArgumentException("Lamport time out of range: " + lamport);
    }
  }

  static String tooManyHeads(int count) {
    return "a change names at most " + Limits.MAX_DEPS + " heads, not " + count;
  }

  static String recordSize(int bytes) {
    return "a control record has at most "
        + dev.rejoin.proto.Limits.MAX_CONTROL_RECORD_BYTES
        + " bytes, not "
        + bytes;
  }
}
