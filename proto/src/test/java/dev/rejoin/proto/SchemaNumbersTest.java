package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.v1.Body;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change says about the schema of its author. */
final class SchemaNumbersTest {
  private static final int MOST = dev.rejoin.crdt.Limits.MAX_SCHEMA_VERSION;

  @Test
  void a_change_without_schema_has_no_byte_of_it() {
    Change plain = Samples.keystroke();
    Change typed = Samples.withSchema(plain, new SchemaNumbers(7, 2, 3));
    byte[] bytes = ChangeCodec.encode(plain, Samples.header(plain));
    byte[] more = ChangeCodec.encode(typed, Samples.header(typed));
    assertEquals(
        bytes.length + 9, more.length, "three fields of two bytes of tag and one of number");
    assertEquals(typed, ChangeCodec.decode(Samples.OWN, more));
    Change none = Samples.withSchema(typed, SchemaNumbers.NONE);
    assertArrayEquals(bytes, ChangeCodec.encode(none, Samples.header(none)));
  }

  @Test
  void numbers_at_the_limit_are_read_and_beyond_refused() {
    assertEquals(new SchemaNumbers(MOST, MOST, MOST), decode(MOST, MOST, MOST).schema());
    for (int[] bad :
        List.of(
            new int[] {MOST + 1, 0, 0},
            new int[] {-1, 0, 0},
            new int[] {2, 3, 0},
            new int[] {2, 0, 3},
            new int[] {0, 0, 1},
            new int[] {2, -1, 0})) {
      assertThrows(ProtocolException.class, () -> decode(bad[0], bad[1], bad[2]));
    }
  }

  private static Change decode(int version, int minReader, int minWriter) {
    Body body =
        UnknownTest.newKind().toBuilder()
            .setSchema(version)
            .setMinReader(minReader)
            .setMinWriter(minWriter)
            .build();
    return ChangeCodec.decode(Samples.OWN, Samples.bytes(ChangeCodec.Header.of(10, 19), body));
  }
}
