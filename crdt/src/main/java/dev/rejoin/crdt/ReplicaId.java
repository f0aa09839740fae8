package dev.rejoin.crdt;

/**
 * Names one store on one device: 16 bytes, ordered as unsigned numbers.
 *
 * <p>The order breaks ties between concurrent operations, so it must be the same everywhere.
 * Immutable.
 *
 * @param high the first eight bytes, big endian
 * @param low the last eight bytes, big endian
 */
public record ReplicaId(long high, long low) implements Comparable<ReplicaId> {
  /** The length of the binary form. */
  public static final int SIZE_BYTES = 16;

  /** Reads an id from its 16 bytes. */
  public static ReplicaId of(byte[] bytes) {
    return new ReplicaId(Bytes16.high(bytes, "replica id"), Bytes16.low(bytes));
  }

  /** Reads an id from its 32 hexadecimal digits. */
  public static ReplicaId parse(String hex) {
    return of(Bytes16.parse(hex, "replica id"));
  }

  /** The 16 bytes of this id, as a fresh array. */
  public byte[] bytes() {
    return Bytes16.bytes(high, low);
  }

  @Override
  public int compareTo(ReplicaId other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  /** The 32 hexadecimal digits of this id. */
  @Override
  public String toString() {
    return Bytes16.hex(high, low);
  }
}
