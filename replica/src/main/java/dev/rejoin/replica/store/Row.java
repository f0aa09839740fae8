package dev.rejoin.replica.store;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A frozen change as the journal holds it: exact bytes, mark of its chain hash, and the signature
 * where it came with one. Treat the arrays as read-only.
 *
 * @param n its arrival number, 0 where it was looked up by its own name
 */
public record Row(
    long n,
    ReplicaId replica,
    long from,
    long to,
    ChainMark mark,
    byte @Nullable [] signature,
    byte[] change) {
  /*
   *  0      4                       20               21..30
   *  +------+------------+----------+----------------+---------------+--------+
   *  | crc  | chain mark | (to - from) * 2 + signed  | 64 B or none  | change |
   *  +------+------------+----------+----------------+---------------+--------+
   *   crc32c of all that follows     varint
   */
  private static final int FIXED = 4 + ChainMark.SIZE_BYTES;

  private static final int SIGNATURE = 64;

  /** The change as a head. */
  public Head head() {
    return new Head(new OpId(replica, to), mark);
  }

  byte[] encode() {
    int signed = signature == null ? 0 : 1;
    ByteBuffer buffer =
        ByteBuffer.allocate(FIXED + Varint.MAX_BYTES + signed * SIGNATURE + change.length);
    buffer.putInt(0).put(mark.bytes());
    Varint.put(buffer, (to - from) << 1 | signed);
    if (signature != null) {
      buffer.put(signature);
    }
    byte[] row = Varint.written(buffer.put(change));
    ByteBuffer.wrap(row).putInt(0, crc(row));
    return row;
  }

  /**
   * Reads a journal value.
   *
   * @throws RejoinException DAMAGED_CHANGE if the bytes are not those that were written
   */
  static Row decode(long n, ReplicaId replica, long from, byte @Nullable [] value) {
    if (value == null || value.length <= FIXED) {
      throw damaged(replica, from, value == null ? "it is missing" : "it is cut short");
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    if (buffer.getInt() != crc(value)) {
      throw damaged(replica, from, "its checksum does not fit");
    }
    byte[] mark = new byte[ChainMark.SIZE_BYTES];
    buffer.get(mark);
    long reach = Varint.get(buffer);
    long to = from + (reach >>> 1);
    byte[] signature = (reach & 1) == 0 ? null : new byte[SIGNATURE];
    if (signature != null) {
      buffer.get(signature);
    }
    byte[] change = new byte[buffer.remaining()];
    buffer.get(change);
    return new Row(n, replica, from, to, ChainMark.of(mark), signature, change);
  }

  private static int crc(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 4, value.length - 4);
    return (int) crc.getValue();
  }

  private static RejoinException damaged(ReplicaId replica, long from, String what) {
    return new RejoinException(
        ErrorCode.DAMAGED_CHANGE, "change " + replica + ":" + from + " is damaged: " + what);
  }
}
