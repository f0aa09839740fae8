package dev.rejoin.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the parts of a snapshot; every step is bounded by the bytes that are left.
 *
 * <p>Throws {@link IllegalArgumentException} with what is wrong and where.
 */
final class SnapshotReader {
  private final byte[] bytes;
  private final int end;
  private int at;
  private SnapshotReader deletedText = this;
  private ReplicaId[] replicas = new ReplicaId[0];
  private long[] lastSeqs = new long[0];
  private Version version = Version.empty();

  /** Reads the first {@code end} of the bytes. */
  SnapshotReader(byte[] bytes, int end) {
    this(bytes, 0, end);
  }

  private SnapshotReader(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Gives the reader of the text that nobody sees, which is a part of its own. */
  void setDeletedText(SnapshotReader part) {
    deletedText = part;
  }

  SnapshotReader deletedText() {
    return deletedText;
  }

  void check(boolean holds, String problem) {
    if (!holds) {
      throw damaged(problem);
    }
  }

  boolean isAtEnd() {
    return at == end;
  }

  long number() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      number |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        check(next != 0 || shift == 0, "a number with empty bytes");
        check(shift < 63 || next <= 1, "a number of more than 64 bits");
        return number;
      }
    }
    throw damaged("a number that does not end");
  }

  long signed() {
    long number = number();
    return number >>> 1 ^ -(number & 1);
  }

  /** How many things follow that take at least a byte each. */
  int count() {
    long count = number();
    if (count < 0 || count > end - at) {
      throw damaged("a count of " + count + " beyond the end");
    }
    return (int) count;
  }

  /** A number from 0 to {@code highest}. */
  int choice(int highest) {
    long choice = number();
    if (choice < 0 || choice > highest) {
      throw damaged("choice " + choice + " of 0.." + highest);
    }
    return (int) choice;
  }

  /** A column of its own, with everything that is in it. */
  SnapshotReader column() {
    return part(count());
  }

  /** The next bytes on their own. */
  SnapshotReader part(int size) {
    check(size <= end - at, "too few bytes");
    at += size;
    return new SnapshotReader(bytes, at - size, at);
  }

  /** How many bytes follow. */
  int left() {
    return end - at;
  }

  boolean flag() {
    return choice(1) == 1;
  }

  byte[] raw(int length) {
    check(length <= end - at, "too few bytes");
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** Everything that is left. */
  byte[] rest() {
    return raw(end - at);
  }

  byte[] bytes() {
    return raw(count());
  }

  String string() {
    int count = count();
    if (flag()) {
      return wideUnits(count);
    }
    check(count <= end - at, "too few bytes");
    at += count;
    return new String(bytes, at - count, count, StandardCharsets.ISO_8859_1);
  }

  /** Units of two bytes at most, a number for each. */
  String wideUnits(int count) {
    check(count <= end - at, "too few bytes");
    char[] units = new char[count];
    for (int i = 0; i < count; i++) {
      units[i] = (char) choice(Character.MAX_VALUE);
    }
    return new String(units);
  }

  /** Units of one byte each, straight to their place. */
  void narrowUnits(int number, int count, TextArena target) {
    check(count <= end - at, "too few bytes");
    target.put(number, bytes, at, count);
    at += count;
  }

  /** Reads the dictionary that later replica numbers refer to. */
  void readReplicas() {
    int count = count();
    check(count <= (end - at) / ReplicaId.SIZE_BYTES, "more replicas than bytes");
    replicas = new ReplicaId[count];
    lastSeqs = new long[count];
    for (int i = 0; i < count; i++) {
      replicas[i] = ReplicaId.of(raw(ReplicaId.SIZE_BYTES));
    }
  }

  /** From now on every id must be included in this version. */
  void expectWithin(Version included) {
    version = included;
  }

  ReplicaId replica() {
    return replicas[choice(replicas.length - 1)];
  }

  OpId id() {
    int index = choice(replicas.length - 1);
    OpId id = known(replicas[index], lastSeqs[index] + signed());
    lastSeqs[index] = id.seq();
    return id;
  }

  /** An id, checked to be one that the version includes. */
  OpId known(ReplicaId replica, long seq) {
    if (seq < 1 || seq > version.get(replica)) {
      throw damaged("atom " + seq + " beyond the version");
    }
    return new OpId(replica, seq);
  }

  List<OpId> ids() {
    int count = count();
    List<OpId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id());
    }
    return List.copyOf(ids);
  }

  Kind kind() {
    int number = choice(Integer.MAX_VALUE);
    Kind kind = Kind.ofNumber(number);
    if (kind == null) {
      throw damaged("unknown kind " + number);
    }
    return kind;
  }

  ContainerId container() {
    int depth = choice(Limits.MAX_NESTING - 1);
    String name = string();
    ContainerId id = new ContainerId.Root(name, kind());
    for (int i = 0; i < depth; i++) {
      id = containerIn(id);
    }
    return id;
  }

  private ContainerId containerIn(ContainerId parent) {
    if (parent.kind() == Kind.TEXT) {
      return new ContainerId.Beside(parent, kind());
    }
    if (parent.kind().hasElements()) {
      OpId element = id();
      return new ContainerId.Element(parent, element, kind());
    }
    String key = string();
    Kind kind = kind();
    return new ContainerId.Child(parent, key, kind, ids());
  }

  Value value() {
    int type = choice(6);
    return switch (type) {
      case 1 -> new Value.Str(string());
      case 2 -> new Value.Int(signed());
      case 3 -> new Value.Real(Double.longBitsToDouble(fromEightBytes(raw(8))));
      case 4 -> new Value.Bool(flag());
      case 5 -> new Value.Bytes(bytes());
      case 6 -> {
        Kind kind = kind();
        yield new Value.Nested(kind, ids());
      }
      default -> throw damaged("unknown type of value " + type);
    };
  }

  static long fromEightBytes(byte[] bytes) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  /** The next byte, which stays to be read. */
  int peek() {
    check(at < end, "too few bytes");
    return bytes[at] & 0xFF;
  }

  int octet() {
    check(at < end, "too few bytes");
    return bytes[at++] & 0xFF;
  }

  IllegalArgumentException damaged(String problem) {
    return new IllegalArgumentException(
        "damaged snapshot: " + problem + " (before byte " + at + " of " + end + ")");
  }
}
