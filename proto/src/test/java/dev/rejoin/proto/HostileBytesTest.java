package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.proto.ChangeCodec.Header;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Any bytes give a value or a ProtocolException. */
final class HostileBytesTest {
  private static final List<Consumer<byte[]>> CHANGE_DECODERS =
      List.of(
          ChangeCodec::header,
          ChangeCodec::envelope,
          bytes -> ChangeCodec.decode(Samples.OWN, bytes),
          bytes -> ChangeCodec.decodeControl(Samples.OWN, bytes));

  @Test
  void truncatedChanges() {
    for (byte[] change : changes()) {
      for (int size = 0; size < change.length; size++) {
        byte[] cut = Arrays.copyOf(change, size);
        assertThrows(ProtocolException.class, () -> ChangeCodec.decode(Samples.OWN, cut));
        CHANGE_DECODERS.forEach(decoder -> survives(decoder, cut));
      }
    }
  }

  @Test
  void changesWithFlippedBits() {
    int accepted = 0;
    for (byte[] change : changes()) {
      accepted += flipEveryBit(change, CHANGE_DECODERS);
    }
    assertTrue(accepted > 0, "some flips, as in a text, must still be valid");
  }

  @Test
  void openRowsCutAndFlipped() {
    byte[] rows = ChangeCodec.encodeOps(Samples.OWN, 30, Samples.everyKind());
    Consumer<byte[]> decoder = bytes -> ChangeCodec.decodeOps(Samples.OWN, 30, bytes);
    int accepted = flipEveryBit(rows, List.of(decoder));
    for (int size = 0; size < rows.length; size++) {
      accepted += survives(decoder, Arrays.copyOf(rows, size));
    }
    assertTrue(accepted > 0, "some flips, as in a text, must still be valid");
  }

  @Test
  void framesCutAndFlipped() {
    int accepted = 0;
    for (byte[] frame : SampleFrames.all().values()) {
      accepted += flipEveryBit(frame, List.of(HostileBytesTest::readFrames));
      for (int size = 0; size < frame.length; size++) {
        survives(HostileBytesTest::readFrames, Arrays.copyOf(frame, size));
      }
    }
    assertTrue(accepted > 0, "some flips, as in a nonce, must still be valid");
  }

  @Test
  void noise() {
    Random random = new Random(1);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      for (Consumer<byte[]> decoder : CHANGE_DECODERS) {
        accepted += survives(decoder, noise);
      }
      accepted += survives(bytes -> ChangeCodec.decodeOps(Samples.OWN, 1, bytes), noise);
      byte[] body = noise.clone();
      accepted +=
          survives(bytes -> ChangeCodec.decodeBody(Samples.OWN, Header.of(1, 3), bytes), body);
    }
    int all = accepted;
    assertTrue(all < 50_000, () -> "noise is rarely valid, but was " + all + " times");
  }

  private static int flipEveryBit(byte[] bytes, List<Consumer<byte[]>> decoders) {
    int accepted = 0;
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      for (Consumer<byte[]> decoder : decoders) {
        accepted += survives(decoder, flipped);
      }
    }
    return accepted;
  }

  private static int survives(Consumer<byte[]> decoder, byte[] bytes) {
    try {
      decoder.accept(bytes);
      return 1;
    } catch (ProtocolException e) {
      assertTrue(e.getMessage().startsWith("RJ-"), e::getMessage);
      return 0;
    }
  }

  private static void readFrames(byte[] bytes) {
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
    reader.feed(ByteBuffer.wrap(bytes));
    while (reader.next() != null) {
      assertTrue(bytes.length > 0);
    }
  }

  private static List<byte[]> changes() {
    Change first = Samples.firstOfLine();
    return List.of(
        encode(Samples.keystroke()),
        encode(Samples.rich()),
        encode(Samples.backspacing()),
        encode(Samples.change(9, Samples.marks())),
        encode(Samples.change(9, List.of(Samples.insert(8, "very ".repeat(60))))),
        ChangeCodec.encode(first, Samples.firstHeader(first.to(), 0)),
        ChangeCodec.encodeControl(
            Samples.firstHeader(1, ChangeCodec.CONTROL), Samples.control(new byte[40])));
  }

  private static byte[] encode(Change change) {
    return ChangeCodec.encode(change, Samples.header(change));
  }
}
