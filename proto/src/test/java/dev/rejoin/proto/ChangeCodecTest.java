package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes become bytes and the same changes again. */
final class ChangeCodecTest {
  @Test
  void keystrokeTakesFewBytes() {
    assertEquals(44, encode(Samples.keystroke()).length);
  }

  @Test
  void keystrokeComesBack() {
    assertSame(Samples.keystroke());
  }

  @Test
  void everyKindComesBack() {
    assertSame(Samples.rich());
  }

  @Test
  void typingBecomesOneRun() {
    Change typing = Samples.typing();

    Change decoded = ChangeCodec.decode(Samples.OWN, encode(typing));

    assertEquals(List.of(Samples.insert(19_999, "Héllo \uD83D\uDE00")), decoded.ops());
    assertEquals(encode(Samples.keystroke()).length + 10 + 5, encode(typing).length);
  }

  @Test
  void runsNeverGrowBeyondTheLimit() {
    int most = dev.rejoin.crdt.Limits.MAX_RUN_LENGTH;
    Op full = Samples.insert(9, "a".repeat(most));
    Op more = Samples.insert(9 + most, "b");

    Change change = Samples.change(10, List.of(full, more));

    assertEquals(change, ChangeCodec.decode(Samples.OWN, encode(change)));
  }

  @Test
  void insertionsOnOtherSidesOrPlacesStayApart() {
    Op first = Samples.insert(9, "ab");
    Op left = new Op.Insert(Samples.BODY, new OpId(Samples.OWN, 11), Side.LEFT, "c");
    Op earlier = new Op.Insert(Samples.BODY, new OpId(Samples.OWN, 10), Side.RIGHT, "d");
    Op foreign = new Op.Insert(Samples.BODY, new OpId(Samples.OTHER, 13), Side.RIGHT, "e");
    Op elsewhere = new Op.Insert(Samples.TITLE, new OpId(Samples.OWN, 14), Side.RIGHT, "f");

    assertSame(Samples.change(10, List.of(first, left, earlier, foreign, elsewhere)));
  }

  @Test
  void runsOfDeletesTakeOneRow() {
    Change backspacing = Samples.backspacing();

    byte[] bytes = encode(backspacing);

    assertEquals(Samples.deleteRuns(), ChangeCodec.decode(Samples.OWN, bytes));
    assertArrayEquals(bytes, encode(Samples.deleteRuns()));
    assertTrue(bytes.length < 80, () -> bytes.length + " bytes");
  }

  @Test
  void deletesThatTurnAroundStayApart() {
    List<Op> ops =
        List.of(
            Samples.delete(Samples.OWN, 5),
            Samples.delete(Samples.OWN, 6),
            Samples.delete(Samples.OWN, 5),
            Samples.delete(Samples.OWN, 5),
            Samples.delete(Samples.OTHER, 6));
    Op up = new Op.DeleteRun(Samples.BODY, new OpId(Samples.OWN, 5), 2, 1);
    Change change = ChangeCodec.decode(Samples.OWN, encode(Samples.change(100, ops)));
    assertEquals(List.of(up, ops.get(2), ops.get(3), ops.get(4)), change.ops());
  }

  @Test
  void runsThatContinueEachOtherTakeOneRow() {
    Op.DeleteRun first = new Op.DeleteRun(Samples.BODY, new OpId(Samples.OWN, 50), 3, -1);
    Op.DeleteRun second = new Op.DeleteRun(Samples.BODY, new OpId(Samples.OWN, 46), 2, -1);
    Op between = Samples.delete(Samples.OWN, 47);
    Op back = new Op.DeleteRun(Samples.BODY, new OpId(Samples.OWN, 46), 2, 1);
    Change change = Samples.change(100, List.of(first, between, second, back));
    Op whole = new Op.DeleteRun(Samples.BODY, new OpId(Samples.OWN, 50), 6, -1);
    assertEquals(List.of(whole, back), ChangeCodec.decode(Samples.OWN, encode(change)).ops());
  }

  @Test
  void headerComesBackWithoutTheBody() {
    Change change = Samples.firstOfLine();
    Header header = Samples.firstHeader(change.to(), ChangeCodec.COMMENT);

    byte[] bytes = ChangeCodec.encode(change, header);

    assertEquals(header, ChangeCodec.header(bytes));
    assertEquals(change, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void controlRecordComesBack() {
    ControlBody control = Samples.control(new byte[] {1, 2, 3});
    Header header = Samples.firstHeader(1, ChangeCodec.CONTROL);

    byte[] bytes = ChangeCodec.encodeControl(header, control);

    assertEquals(control, ChangeCodec.decodeControl(Samples.OWN, bytes));
    assertEquals(header, ChangeCodec.header(bytes));
    assertThrows(ProtocolException.class, () -> ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void changeWithOpsIsNoControlRecord() {
    byte[] bytes = encode(Samples.keystroke());
    assertThrows(ProtocolException.class, () -> ChangeCodec.decodeControl(Samples.OWN, bytes));
  }

  @Test
  void sealedBodyStaysAsItIs() {
    Header header = new Header(5, 9, 3, 0, List.of(), null, null);
    Envelope sealed = new Envelope(header, new byte[] {42, 0, 17});

    byte[] bytes = ChangeCodec.write(sealed);

    assertEquals(sealed, ChangeCodec.envelope(bytes));
    assertThrows(ProtocolException.class, () -> ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void sealingWrapsTheClearBody() {
    Change change = Samples.rich();
    Header header = new Header(change.from(), change.to(), 3, 0, List.of(), null, null);

    byte[] body = ChangeCodec.encodeBody(change, header);

    assertEquals(change, ChangeCodec.decodeBody(Samples.OWN, header, body));
    assertThrows(IllegalArgumentException.class, () -> ChangeCodec.encode(change, header));
  }

  @Test
  void headerMustFitTheChange() {
    Change change = Samples.keystroke();
    Header other = Header.of(change.from(), change.to() + 1);
    assertThrows(IllegalArgumentException.class, () -> ChangeCodec.encode(change, other));
  }

  @Test
  void proseIsCompressed() {
    Change prose = Samples.prose();
    byte[] bytes = encode(prose);
    assertTrue(bytes.length < prose.ops().get(0).atoms() / 3, () -> bytes.length + " bytes");
    assertEquals(prose, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void whatCompressesTooWellIsLeftAsItIs() {
    Op first = Samples.insert(4, "a".repeat(16_000));
    Op second = Samples.insert(16_004, "a".repeat(16_000));
    Change same = Samples.change(5, List.of(first, second));
    byte[] bytes = encode(same);
    assertTrue(bytes.length > 32_000, () -> bytes.length + " bytes");
    assertEquals(same, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void halfOfASurrogatePairIsRefused() {
    Change change = Samples.change(5, List.of(Samples.insert(4, "\uD83D")));
    RejoinException refused = assertThrows(RejoinException.class, () -> encode(change));
    assertEquals(ErrorCode.LONE_SURROGATE, refused.code());
  }

  @Test
  void openRowsComeBack() {
    List<Op> ops = Samples.everyKind();
    byte[] rows = ChangeCodec.encodeOps(Samples.OWN, 30, ops);
    assertEquals(ops, ChangeCodec.decodeOps(Samples.OWN, 30, rows));
  }

  @Test
  void encodingIsRepeatable() {
    assertArrayEquals(encode(Samples.rich()), encode(Samples.rich()));
  }

  @Test
  void opsThatLostTheirOperandsAreNotWritten() {
    Change change = Samples.change(5, List.of(new Op.Unknown(5, 1)));
    assertThrows(IllegalArgumentException.class, () -> encode(change));
  }

  private static byte[] encode(Change change) {
    return ChangeCodec.encode(change, Samples.header(change));
  }

  private static void assertSame(Change change) {
    assertEquals(change, ChangeCodec.decode(change.replica(), encode(change)));
  }
}
