package dev.rejoin.replica.trust;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.ReplicaId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The hash of a change and of all before it on its line.
 *
 * <p>{@code h_0 = SHA-256("rejoin/line/1" | space | replica)} and {@code h_k =
 * SHA-256("rejoin/change/1" | h_(k-1) | SHA-256(bytes_k))}. The receiver computes it; only its
 * first 16 bytes ever travel. Immutable.
 */
public final class ChainHash {
  private static final byte[] LINE = Hashing.domain("rejoin/line/1");
  private static final byte[] CHANGE = Hashing.domain("rejoin/change/1");

  private final Bytes32 hash;

  private ChainHash(Bytes32 hash) {
    this.hash = hash;
  }

  public static ChainHash of(byte[] bytes) {
    return new ChainHash(new Bytes32(bytes, "chain hash"));
  }

  /** The hash before the first change of a line. */
  public static ChainHash start(SpaceId space, ReplicaId replica) {
    return of(Hashing.sha256(LINE, space.bytes(), replica.bytes()));
  }

  /** The hash after one more change with these exact bytes. */
  public ChainHash next(byte[] change) {
    return of(Hashing.sha256(CHANGE, hash.copy(), Hashing.sha256(change)));
  }

  /** The part that heads, dependencies and version vectors carry. */
  public ChainMark mark() {
    ByteBuffer buffer = ByteBuffer.wrap(hash.copy());
    return new ChainMark(buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return hash.copy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainHash h && Arrays.equals(bytes(), h.bytes());
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
