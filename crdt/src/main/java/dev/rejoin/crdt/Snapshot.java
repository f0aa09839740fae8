package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The bytes of a whole document: version of the format, name, replicas, changes, containers, check.
 *
 * <p>The check is FNV-1a of 64 bits over everything before it (Fowler, Noll and Vo): it finds
 * damage by accident, not by intent. The reader trusts no count and no reference either way.
 */
final class Snapshot {
  private static final int FORMAT = 2;
  private static final int CHECK_BYTES = 8;
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

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
    byte[] check = SnapshotWriter.eightBytes(fnv(snapshot, end));
    System.arraycopy(check, 0, snapshot, end, CHECK_BYTES);
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
    byte[] check = Arrays.copyOfRange(snapshot, end, snapshot.length);
    in.check(SnapshotReader.fromEightBytes(check) == fnv(snapshot, end), "the check differs");
    DocumentState state = new DocumentState(in.string());
    in.readReplicas();
    state.log().read(in);
    state.containers().read(in);
    in.check(in.isAtEnd(), "bytes after the end");
    return state;
  }

  private static long fnv(byte[] bytes, int length) {
    long hash = FNV_START;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
