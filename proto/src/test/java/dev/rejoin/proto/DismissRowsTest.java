package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Dismiss;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of dismissals, as a stranger may write them. */
final class DismissRowsTest {
  private static final int MAP = 1;

  @Test
  void dismissalsComeBack() {
    Change change = Samples.change(30_005, Samples.dismissals());
    byte[] bytes = ChangeCodec.encode(change, Samples.header(change));
    assertEquals(change, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void oneOfACandidateOfTheAuthorIsRead() {
    Dismiss one = Dismiss.newBuilder().setKey("date").addSeenReplica(0).addSeenSeq(4).build();
    Op.Dismiss read = (Op.Dismiss) read(MAP, one).get(0);
    assertEquals(List.of(new OpId(Samples.OWN, 4)), read.seen());
    assertEquals(List.of(), read.recalled());
  }

  @Test
  void whatNamesNothingOrNothingListedIsRefused() {
    refused(Dismiss.newBuilder().setKey("date"));
    refused(Dismiss.newBuilder().addSeenReplica(1).addSeenSeq(4));
    refused(Dismiss.newBuilder().addSeenReplica(0));
    refused(Dismiss.newBuilder().addSeenReplica(0).addSeenSeq(0));
    refused(Dismiss.newBuilder().addRecalledSeq(4));
    refused(Dismiss.newBuilder().addRecalledReplica(-1).addRecalledSeq(4));
    Dismiss.Builder good = Dismiss.newBuilder().addSeenReplica(0).addSeenSeq(4);
    refused(good.clone().setElementReplica(7).setElementSeq(1));
    refused(good.clone().setElementSeq(-1));
    refused(good.clone().setKey("x".repeat(1_025)));
  }

  @Test
  void oneInAContainerOfAnUnknownKindHasNoEffect() {
    Dismiss one = Dismiss.newBuilder().addSeenReplica(0).addSeenSeq(4).build();
    assertEquals(List.of(new Op.Unknown(Body.Row.DISMISS.getNumber(), 1)), read(99, one));
  }

  private static void refused(Dismiss.Builder dismiss) {
    assertThrows(ProtocolException.class, () -> read(MAP, dismiss.build()), dismiss::toString);
  }

  private static List<Op> read(int kind, Dismiss dismiss) {
    Body body =
        Body.newBuilder()
            .setDocument("agenda")
            .addKind(Body.Row.DISMISS)
            .addContainers(Container.newBuilder().setName("meta").setKind(kind))
            .addPayloadLen(dismiss.getSerializedSize())
            .setPayload(ByteString.copyFrom(dismiss.toByteArray()))
            .build();
    return ChangeCodec.decode(Samples.OWN, Samples.bytes(Header.of(10, 10), body)).ops();
  }
}
