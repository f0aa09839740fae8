package dev.rejoin.crdt;

import java.util.zip.CRC32;

/**
 * The bytes of a whole document: version of the format, name, replicas, changes, containers, check.
 *
 * <p>The check is CRC-32 over everything before it: it finds damage by accident, not by intent. The
 * reader trusts no count and no reference either way.
 */
final class Snapshot {
  private static final int FORMAT = 2;
  private static final int CHECK_BYTES = 4;

  private Snapshot() {}

  static byte[] write(DocumentState state) {
    SnapshotWriter body = new SnapshotWriter();
    state.log().write(body);
    state.containers().write(body);

    SnapshotWriter out = new SnapshotWriter();
    out.number(FORMAT);
    out.string(state.name());
    out.number(body.replicas().size());
    for (ReplicaId replica : body.replicas()) {
      out.raw(replica.bytes());
    }
    out.raw(body.toBytes());
    out.raw(new byte[CHECK_BYTES]);
    byte[] snapshot = out.toBytes();
    seal(snapshot);
    return snapshot;
  }

  /** Writes the check of everything before it into the last bytes. */
  static void seal(byte[] snapshot) {
    int end = snapshot.length - CHECK_BYTES;
    int check = crc(snapshot, end);
    for (int i = 0; i < CHECK_BYTES; i++) {
      snapshot[end + i] = (byte) (check >>> 8 * i);
    }
  }

  static DocumentState read(byte[] snapshot) {
    int end = snapshot.length - CHECK_BYTES;
    if (end < 1) {
      throw new IllegalArgumentException(
          "damaged snapshot: " + snapshot.length + " bytes are too few");
    }
    SnapshotReader in = new SnapshotReader(snapshot, end);
    int format = in.choice(Integer.MAX_VALUE);
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "a snapshot of format " + format + "; this version reads format " + FORMAT);
    }
    int check = 0;
    for (int i = CHECK_BYTES - 1; i >= 0; i--) {
      check = check << 8 | snapshot[end + i] & 0xFF;
    }
    in.check(check == crc(snapshot, end), "the check differs");
    DocumentState state = new DocumentState(in.string());
    in.readReplicas();
    state.log().read(in);
    state.containers().read(in);
    in.check(in.isAtEnd(), "bytes after the end");
    return state;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
