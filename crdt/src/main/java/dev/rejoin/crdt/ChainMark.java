package dev.rejoin.crdt;

/**
 * The first 16 bytes of a chain hash: proves which bytes a change and all before it on its line
 * had.
 *
 * <p>Computed outside this module; here it is only compared. Immutable.
 *
 * @param high the first eight bytes, big endian
 * @param low the last eight bytes, big endian
 */
public record ChainMark(long high, long low) {
  /** The length of the binary form. */
  public static final int SIZE_BYTES = 16;

  /** Reads a mark from its 16 bytes. */
  public static ChainMark of(byte[] bytes) {
    return new ChainMark(Bytes16.high(bytes, "chain mark"), Bytes16.low(bytes));
  }

  /** The 16 bytes of this mark, as a fresh array. */
  public byte[] bytes() {
    return Bytes16.bytes(high, low);
  }

  /** Reads a mark from its 32 hexadecimal digits. */
  public static ChainMark parse(String hex) {
    return of(Bytes16.parse(hex, "chain mark"));
  }

  /** Whether its hexadecimal form begins with these digits. */
  boolean startsWith(String digits) {
    return toString().startsWith(digits);
  }

  /** The 32 hexadecimal digits of this mark. */
  @Override
  public String toString() {
    return Bytes16.hex(high, low);
  }
}
