package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Operand;
import dev.rejoin.proto.v1.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows on lists that no writer makes are refused as malformed, or not known. */
final class MalformedListTest {
  private static final int MOST = dev.rejoin.crdt.Limits.MAX_RUN_VALUES;

  @Test
  void anInsertHasAValueForEachNumberUpToTheLimit() {
    assertEquals(3, read(insert(3, 3)).get(0).atoms());
    assertMalformed("values", insert(3, 2));
    assertMalformed("values", insert(2, 3));
    assertEquals(MOST, read(insert(MOST, MOST)).get(0).atoms());
    assertMalformed("elements", insert(MOST + 1, MOST + 1));
  }

  @Test
  void slotsHangRightOrLeftOrAtTheStart() {
    assertMalformed("side", insert(1, 1).setDetail(0, 3));
    assertMalformed("side", rows(Body.Row.LIST_MOVE, 6).addDetail(3));
    assertMalformed("one number", rows(Body.Row.LIST_MOVE, 6).addAtoms(1));
    assertMalformed("one number", rows(Body.Row.LIST_SET, 6).addAtoms(1));
  }

  @Test
  void anElementHoldsAContainerUnderTheIdThatMadeIt() {
    Container element =
        Container.newBuilder().setKind(4).setParent(1).setElementSeq(7).setName("not used").build();
    Body.Builder body = rows(Body.Row.INCREMENT, 6).addContainers(element).addContainer(2);
    assertEquals("items[" + Samples.OWN + ":7]", String.valueOf(read(body).get(0).container()));
    assertMalformed("seq", body.setContainers(1, element.toBuilder().setElementSeq(0)));
    assertMalformed("replica 1", body.setContainers(1, element.toBuilder().setElementReplica(1)));
  }

  /** Only the row is passed over, not the change. */
  @Test
  void aValueOfANewTypeMakesTheRowUnknown() {
    Values values =
        Values.newBuilder()
            .addValue(Operand.newBuilder().setText("known"))
            .addValue(Operand.newBuilder())
            .build();
    Body.Builder body =
        rows(Body.Row.LIST_INSERT, 6)
            .addDetail(2)
            .addAtoms(1)
            .addPayloadLen(values.getSerializedSize())
            .setPayload(values.toByteString());
    assertEquals(List.of(new Op.Unknown(10, 2)), read(body));
    assertEquals(List.of(new Op.Unknown(12, 1)), read(rows(Body.Row.LIST_SET, 6).addRefSeq(5)));
    assertEquals(List.of(new Op.Unknown(11, 1)), read(rows(Body.Row.LIST_MOVE, 99).addDetail(2)));
  }

  private static Body.Builder insert(int atoms, int values) {
    Values.Builder all = Values.newBuilder();
    for (int i = 0; i < values; i++) {
      all.addValue(Operand.newBuilder().setWhole(i));
    }
    ByteString payload = all.build().toByteString();
    return rows(Body.Row.LIST_INSERT, 6)
        .addDetail(2)
        .addAtoms(atoms - 1)
        .addPayloadLen(payload.size())
        .setPayload(payload);
  }

  private static Body.Builder rows(Body.Row row, int kind) {
    return Body.newBuilder()
        .setDocument("agenda")
        .addKind(row)
        .addContainers(Container.newBuilder().setName("items").setKind(kind));
  }

  private static List<Op> read(Body.Builder body) {
    return ChangeCodec.decodeOps(Samples.OWN, 10, body.build().toByteArray());
  }

  private static void assertMalformed(String part, Body.Builder body) {
    ProtocolException refused = assertThrows(ProtocolException.class, () -> read(body));
    assertEquals(ErrorCode.MALFORMED, refused.code());
    assertTrue(refused.getMessage().contains(part), refused::getMessage);
  }
}
