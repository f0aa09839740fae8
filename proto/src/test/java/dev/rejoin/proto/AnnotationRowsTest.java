package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.Quote;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Annotate;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of annotations, as a stranger may write them. */
final class AnnotationRowsTest {
  private static final Container TEXT = Container.newBuilder().setName("body").build();
  private static final Container NOTES = Container.newBuilder().setKind(8).setParent(1).build();

  @Test
  void annotationsComeBack() {
    Change change = Samples.change(40_000, Samples.annotations());
    byte[] bytes = ChangeCodec.encode(change, Samples.header(change));
    assertEquals(change, ChangeCodec.decode(Samples.OWN, bytes));
  }

  /** Whether the quote fits is for the rules of the data type: everybody must decide it alike. */
  @Test
  void anEmptyRowIsReadAsItIs() {
    Op read = read(Annotate.getDefaultInstance(), NOTES).get(0);
    Quote nothing = new Quote("", "", "");
    assertEquals(new Op.Annotate(Samples.NOTES, null, Anchor.START, Anchor.START, nothing), read);
  }

  @Test
  void replicasThatAreNotListedAreRefused() {
    Place far = Place.newBuilder().setReplica(1).setSeq(1).build();
    refused(Annotate.newBuilder().setStart(far).build());
    refused(Annotate.newBuilder().setEnd(far).build());
    refused(Annotate.newBuilder().setAnnotationReplica(-1).setAnnotationSeq(1).build());
    refused(Annotate.newBuilder().setAnnotationSeq(-1).build());
  }

  @Test
  void halfOfACharacterIsNotWritten() {
    Quote half = new Quote("\uD83D", "", "");
    Op op = new Op.Annotate(Samples.NOTES, null, Anchor.START, Anchor.END, half);
    Change change = Samples.change(9, List.of(op));
    assertThrows(RejoinException.class, () -> ChangeCodec.encode(change, Samples.header(change)));
  }

  /** Of a kind that a newer version puts beside a text. */
  @Test
  void anUnknownKindBesideATextHasNoEffect() {
    Container newer = Container.newBuilder().setKind(99).setParent(1).build();
    List<Op> read = read(Annotate.getDefaultInstance(), newer);
    assertEquals(List.of(new Op.Unknown(Body.Row.ANNOTATE.getNumber(), 1)), read);
  }

  private static void refused(Annotate annotate) {
    assertThrows(ProtocolException.class, () -> read(annotate, NOTES));
  }

  private static List<Op> read(Annotate payload, Container of) {
    Body body =
        Body.newBuilder()
            .setDocument("agenda")
            .addKind(Body.Row.ANNOTATE)
            .addContainers(TEXT)
            .addContainers(of)
            .addContainer(2)
            .addPayloadLen(payload.getSerializedSize())
            .setPayload(ByteString.copyFrom(payload.toByteArray()))
            .build();
    return ChangeCodec.decode(Samples.OWN, Samples.bytes(Header.of(10, 10), body)).ops();
  }
}
