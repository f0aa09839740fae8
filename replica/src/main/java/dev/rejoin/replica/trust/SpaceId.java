package dev.rejoin.replica.trust;

import java.util.HexFormat;

/**
 * Names a space: the hash of its signed genesis record, so nobody can found it a second time.
 *
 * <p>Immutable; ordered as unsigned bytes. Every space has a companion, the control space, whose id
 * follows from its own.
 */
public final class SpaceId implements Comparable<SpaceId> {
  private static final byte[] GENESIS = Hashing.domain("rejoin/genesis/1");
  private static final byte[] CONTROL = Hashing.domain("rejoin/control/1");

  private final Bytes32 hash;

  private SpaceId(Bytes32 hash) {
    this.hash = hash;
  }

  public static SpaceId of(byte[] bytes) {
    return new SpaceId(new Bytes32(bytes, "space id"));
  }

  public static SpaceId parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /**
   * The id of the space that a genesis record founds; {@code content} is the exact signed bytes.
   */
  static SpaceId ofGenesis(byte[] content) {
    return of(Hashing.sha256(GENESIS, content));
  }

  /** The id of the control space of this space. */
  public SpaceId control() {
    return of(Hashing.sha256(CONTROL, bytes()));
  }

  public byte[] bytes() {
    return hash.copy();
  }

  /** The first eight digits, for display only. */
  public String shortForm() {
    return hash.hex().substring(0, 8);
  }

  @Override
  public int compareTo(SpaceId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpaceId id && hash.equals(id.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return hash.hex();
  }
}
