package dev.rejoin.replica.store;

import dev.rejoin.crdt.ChainMark;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one peer or relay for one space. Immutable.
 *
 * @param relay whether its acknowledgements mean "stored for others"
 * @param acked our arrival number up to which it has fsynced everything
 * @param seenMillis when it last said anything, milliseconds since 1970
 * @param cursor how far we have read its order, or null before the first contact
 */
public record Target(boolean relay, long acked, long seenMillis, @Nullable Cursor cursor) {
  /** A peer never heard of before. */
  public static final Target NEW = new Target(false, 0, 0, null);

  public Target withAcked(boolean isRelay, long n, long nowMillis) {
    return new Target(isRelay, Math.max(acked, n), nowMillis, cursor);
  }

  public Target withCursor(@Nullable Cursor next) {
    return new Target(relay, acked, seenMillis, next);
  }

  byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + 8 + 8 + (cursor == null ? 0 : 32));
    buffer.put((byte) (relay ? 1 : 0)).putLong(acked).putLong(seenMillis);
    if (cursor != null) {
      buffer.putLong(cursor.epoch()).putLong(cursor.n()).put(cursor.hash().bytes());
    }
    return buffer.array();
  }

  static Target decode(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    boolean relay = buffer.get() == 1;
    long acked = buffer.getLong();
    long seen = buffer.getLong();
    Cursor cursor = null;
    if (buffer.hasRemaining()) {
      long epoch = buffer.getLong();
      long n = buffer.getLong();
      byte[] hash = new byte[ChainMark.SIZE_BYTES];
      buffer.get(hash);
      cursor = new Cursor(epoch, n, ChainMark.of(hash));
    }
    return new Target(relay, acked, seen, cursor);
  }
}
