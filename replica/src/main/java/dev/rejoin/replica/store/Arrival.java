package dev.rejoin.replica.store;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One row of the arrival order: which change came as number n, and the running hash up to it.
 *
 * @param receivedMillis when it came, milliseconds since 1970; for people
 */
record Arrival(long n, int replicaNumber, long from, ChainMark runningHash, long receivedMillis) {
  byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(ChainMark.SIZE_BYTES + 3 * Varint.MAX_BYTES);
    buffer.put(runningHash.bytes());
    Varint.put(buffer, replicaNumber);
    Varint.put(buffer, from);
    Varint.put(buffer, receivedMillis);
    return Varint.written(buffer);
  }

  static Arrival decode(byte[] key, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    byte[] hash = new byte[ChainMark.SIZE_BYTES];
    buffer.get(hash);
    int replicaNumber = (int) Varint.get(buffer);
    long from = Varint.get(buffer);
    long millis = Varint.get(buffer);
    return new Arrival(Keys.countAfterOne(key), replicaNumber, from, ChainMark.of(hash), millis);
  }

  /** The running hash after one more change. */
  static ChainMark after(ChainMark before, Head change) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before.bytes());
      digest.update(change.id().replica().bytes());
      digest.update(ByteBuffer.allocate(8).putLong(change.id().seq()).flip());
      digest.update(change.mark().bytes());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new ChainMark(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
