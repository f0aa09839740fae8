package dev.rejoin.replica.store;

import java.nio.ByteBuffer;

/**
 * What the journal holds of one document. Immutable.
 *
 * @param lastN arrival number of its newest change
 * @param changes how many changes it has
 * @param bytes how many bytes they take
 */
public record DocumentRow(long lastN, long changes, long bytes) {
  static final DocumentRow NONE = new DocumentRow(0, 0, 0);

  DocumentRow plus(long n, long size) {
    return new DocumentRow(n, changes + 1, bytes + size);
  }

  byte[] encode() {
    return ByteBuffer.allocate(24).putLong(lastN).putLong(changes).putLong(bytes).array();
  }

  static DocumentRow decode(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    return new DocumentRow(buffer.getLong(), buffer.getLong(), buffer.getLong());
  }
}
