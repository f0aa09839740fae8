package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Mark;
import dev.rejoin.proto.v1.Operand;
import dev.rejoin.proto.v1.Place;
import dev.rejoin.proto.v1.Withdraw;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of marks, as a stranger may write them. */
final class MarkRowsTest {
  private static final Operand BOLD = Operand.newBuilder().setKey("bold").setTruth(true).build();
  private static final Operand NO_VALUE = Operand.newBuilder().setKey("bold").build();

  @Test
  void marksComeBack() {
    Change change = Samples.change(9, Samples.marks());
    byte[] bytes = ChangeCodec.encode(change, Samples.header(change));
    assertEquals(change, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void aMarkWithAValueOfANewTypeHasNoEffect() {
    assertEquals(unknown(Body.Row.MARK), read(Body.Row.MARK, mark(NO_VALUE).build()));
  }

  @Test
  void aMarkThatTakesAwayAndGivesIsRefused() {
    assertEquals(1, read(Body.Row.MARK, mark(NO_VALUE).setUnmark(true).build()).size());
    MessageLite both = mark(BOLD).setUnmark(true).build();
    assertThrows(ProtocolException.class, () -> read(Body.Row.MARK, both));
  }

  @Test
  void atomsOfReplicasThatAreNotListedAreRefused() {
    Place far = Place.newBuilder().setReplica(1).setSeq(1).build();
    assertThrows(
        ProtocolException.class, () -> read(Body.Row.MARK, mark(BOLD).setStart(far).build()));
    Withdraw withdraw = Withdraw.newBuilder().setReplica(-1).setSeq(1).build();
    assertThrows(ProtocolException.class, () -> read(Body.Row.WITHDRAW, withdraw));
    assertThrows(
        ProtocolException.class, () -> read(Body.Row.WITHDRAW, Withdraw.getDefaultInstance()));
  }

  /** Its operands were lost when it was read, so another row of this kind would say less. */
  @Test
  void aMarkThatWasNotUnderstoodIsNotWritten() {
    Change change = Samples.change(9, unknown(Body.Row.MARK));
    assertThrows(
        IllegalArgumentException.class, () -> ChangeCodec.encode(change, Samples.header(change)));
  }

  private static List<Op> unknown(Body.Row kind) {
    return List.of(new Op.Unknown(kind.getNumber(), 1));
  }

  private static Mark.Builder mark(Operand format) {
    return Mark.newBuilder().setFormat(format);
  }

  private static List<Op> read(Body.Row kind, MessageLite payload) {
    Body body =
        Body.newBuilder()
            .setDocument("agenda")
            .addKind(kind)
            .addContainers(Container.newBuilder().setName("body"))
            .addPayloadLen(payload.getSerializedSize())
            .setPayload(ByteString.copyFrom(payload.toByteArray()))
            .build();
    return ChangeCodec.decode(Samples.OWN, Samples.bytes(Header.of(10, 10), body)).ops();
  }
}
