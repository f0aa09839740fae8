package dev.rejoin.crdt;

import java.util.zip.CRC32;

/**
 * The bytes of a whole document in two parts: version of the format, name, replicas, changes,
 * containers, and the numbers of its schema if it has one; and the text that nobody sees any more.
 * As one array, the length of the first part stands in front of both.
 *
 * <p>Each part ends with a check, CRC-32 over everything before it (in the second part also over
 * the check of the first): it finds damage by accident, not by intent. The reader trusts no count
 * and no reference either way.
 */
final class Snapshot {
  static final int FORMAT = 4;
  private static final int CHECK_BYTES = 4;

  private Snapshot() {}

  static byte[] write(DocumentState state) {
    SavedDocument parts = writeParts(state);
    SnapshotWriter out = new SnapshotWriter();
    out.number(FORMAT);
    out.bytes(parts.state());
    out.raw(parts.deletedText());
    return out.toBytes();
  }

  static SavedDocument writeParts(DocumentState state) {
    SnapshotWriter body = new SnapshotWriter();
    state.log().write(body);
    state.containers().write(body);
    state.beyond().write(body);

    SnapshotWriter out = new SnapshotWriter();
    out.number(FORMAT);
    out.string(state.name());
    out.number(body.replicas().size());
    for (ReplicaId replica : body.replicas()) {
      out.raw(replica.bytes());
    }
    out.raw(body.toBytes());
    byte[] first = sealed(out, 0);
    return new SavedDocument(first, sealed(body.deletedText(), checkOf(first)));
  }

  static DocumentState read(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, snapshot.length);
    checkFormat(in);
    byte[] first = in.bytes();
    return read(new SavedDocument(first, in.rest()));
  }

  static DocumentState read(SavedDocument parts) {
    byte[] first = parts.state();
    SnapshotReader in = new SnapshotReader(first, end(first));
    checkFormat(in);
    in.check(checkOf(first) == crc(first, 0), "the check differs");
    byte[] second = parts.deletedText();
    SnapshotReader deleted = new SnapshotReader(second, end(second));
    deleted.check(
        checkOf(second) == crc(second, checkOf(first)), "the check of the deleted text differs");
    in.setDeletedText(deleted);
    DocumentState state = new DocumentState(in.string());
    in.readReplicas();
    state.log().read(in);
    state.containers().read(in);
    state.beyond().read(in);
    in.check(in.isAtEnd(), "bytes after the end");
    deleted.check(deleted.isAtEnd(), "deleted text after the end");
    return state;
  }

  private static void checkFormat(SnapshotReader in) {
    int format = in.choice(Integer.MAX_VALUE);
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "a snapshot of format " + format + "; this version reads format " + FORMAT);
    }
  }

  private static int end(byte[] part) {
    if (part.length < CHECK_BYTES) {
      throw new IllegalArgumentException("damaged snapshot: " + part.length + " bytes are too few");
    }
    return part.length - CHECK_BYTES;
  }

  private static byte[] sealed(SnapshotWriter content, int seed) {
    content.raw(new byte[CHECK_BYTES]);
    byte[] part = content.toBytes();
    seal(part, seed);
    return part;
  }

  /** Writes the check of everything before it into the last bytes. */
  static void seal(byte[] part, int seed) {
    int check = crc(part, seed);
    for (int i = 0; i < CHECK_BYTES; i++) {
      part[part.length - CHECK_BYTES + i] = (byte) (check >>> 8 * i);
    }
  }

  static int checkOf(byte[] part) {
    int check = 0;
    for (int i = part.length - 1; i >= part.length - CHECK_BYTES; i--) {
      check = check << 8 | part[i] & 0xFF;
    }
    return check;
  }

  private static int crc(byte[] part, int seed) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < CHECK_BYTES; i++) {
      crc.update(seed >>> 8 * i & 0xFF);
    }
    crc.update(part, 0, part.length - CHECK_BYTES);
    return (int) crc.getValue();
  }
}
