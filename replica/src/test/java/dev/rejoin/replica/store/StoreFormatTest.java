package dev.rejoin.replica.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and values in the database, and whose they are. */
final class StoreFormatTest {
  @TempDir Path dir;

  @Test
  void keys_sort_like_the_counts_in_them() {
    long[] counts = {0, 1, 127, 255, 256, 65_535, 65_536, 1L << 40, (1L << 48) - 1, Long.MAX_VALUE};
    for (int i = 0; i < counts.length; i++) {
      assertEquals(counts[i], Keys.countAfterOne(Keys.of(7, counts[i])));
      assertEquals(counts[i], Keys.countAfterTwo(Keys.of(7, 8, counts[i])));
      for (int k = 0; k < i; k++) {
        byte[] lower = Keys.of(7, counts[k]);
        assertTrue(Arrays.compareUnsigned(lower, Keys.of(7, counts[i])) < 0, k + " and " + i);
      }
    }
  }

  @Test
  void rows_are_read_as_written() {
    ReplicaId replica = new ReplicaId(1, 2);
    ChainMark mark = new ChainMark(-3, 4);
    for (long to : new long[] {5, 68, 69, 5_000_000_000L}) {
      for (byte[] signature : new byte[][] {null, new byte[64]}) {
        Row row = new Row(9, replica, 5, to, mark, signature, new byte[] {1, 2, 3});
        Row read = Row.decode(9, replica, 5, row.encode());
        assertEquals(to, read.to());
        assertEquals(mark, read.mark());
        assertArrayEquals(signature, read.signature());
        assertArrayEquals(row.change(), read.change());
      }
    }
    Arrival arrival = new Arrival(300, 70_000, 1L << 41, mark, 1_800_000_000_000L);
    assertEquals(arrival, Arrival.decode(Keys.of(1, 300L), arrival.encode()));
  }

  @Test
  void a_changed_byte_of_a_row_is_noticed() {
    ReplicaId replica = new ReplicaId(1, 2);
    byte[] good = new Row(0, replica, 1, 3, new ChainMark(5, 6), null, new byte[] {7}).encode();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x40;
      RejoinException e = assertThrows(RejoinException.class, () -> Row.decode(0, replica, 1, bad));
      assertEquals(ErrorCode.DAMAGED_CHANGE, e.code());
    }
  }

  @Test
  void a_store_of_another_format_is_left_alone() {
    refuses(1, ErrorCode.OLDER_FORMAT);
    refuses(99, ErrorCode.NEWER_FORMAT);
  }

  private void refuses(int format, ErrorCode code) {
    Path at = dir.resolve("format-" + format);
    byte[] number = ByteBuffer.allocate(4).putInt(format).array();
    try (Store store = Store.open(at)) {
      store.putMeta("format", number);
    }
    for (int i = 0; i < 2; i++) {
      RejoinException e = assertThrows(RejoinException.class, () -> Store.open(at).close());
      assertEquals(code, e.code());
    }
  }
}
