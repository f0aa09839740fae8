package dev.rejoin.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.replica.net.Await;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.net.RawPeer;
import dev.rejoin.replica.net.TestHost;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Genesis;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a relay does that a peer does not. */
final class RelayServerTest {
  private static final long RECEIPTS = 2;

  @TempDir Path directory;
  private final Deque<TestHost> hosts = new ArrayDeque<>();
  private RelayServer relay;

  @BeforeEach
  void start() {
    relay = RelayServer.start(directory.resolve("relay"), "127.0.0.1", 0);
  }

  @AfterEach
  void closeAll() {
    hosts.forEach(TestHost::close);
    relay.close();
  }

  private TestHost host(String name) {
    TestHost host = new TestHost(directory.resolve(name));
    hosts.push(host);
    return host;
  }

  private LinkClient connected(TestHost host) {
    LinkClient client = host.connect(relay.port());
    TestHost.awaitSettled(client);
    return client;
  }

  private static boolean delivered(TestHost author, TestHost reader, SpaceId space, long n) {
    return author.deliveries.stream()
        .anyMatch(d -> d.device().equals(reader.device()) && d.space().equals(space) && d.n() >= n);
  }

  @Test
  void keepsChangesForThoseWhoAreAway() {
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    ada.write(space, "a1");
    connected(ada).close();

    TestHost bob = host("bob");
    bob.join(space);
    connected(bob);

    bob.awaitTexts(space, "a1");
  }

  @Test
  void receiptReachesTheAuthorWhoIsOnline() {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    connected(ada);
    bob.join(space);
    connected(bob);

    ada.write(space, "a1");
    ada.write(space, "a2");

    Await.until("ada hears that bob has it", () -> delivered(ada, bob, space, 2));
    assertTrue(bob.texts(space).containsAll(List.of("a1", "a2")));
  }

  @Test
  void receiptReachesTheAuthorWhoComesBack() {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    ada.write(space, "a1");
    connected(ada).close();
    bob.join(space);
    connected(bob).close();
    assertTrue(ada.deliveries.isEmpty());

    connected(ada);

    Await.until("ada hears that bob has it", () -> delivered(ada, bob, space, 1));
  }

  /** Else who comes for a moment only would leave without hearing of them. */
  @Test
  void receiptsComeBeforeThePeerHearsThatItHasEverything() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    connected(ada);
    bob.join(space);
    connected(bob);
    ada.write(space, "a1");
    Await.until("the relay knows that bob has it", () -> delivered(ada, bob, space, 1));
    for (int run = 0; run < 20; run++) {
      try (RawPeer peer = new RawPeer(relay.port()).capable(RECEIPTS)) {
        peer.authenticate().open(space, 1, false, true);
        Frame first = peer.next(f -> f.hasReceipt() || f.hasBatch() || f.hasCaughtUp());
        assertEquals(Frame.BodyCase.RECEIPT, first.getBodyCase());
      }
    }
  }

  @Test
  void contentBeforeTheGenesisIsDenied() throws IOException {
    try (RawPeer peer = new RawPeer(relay.port())) {
      peer.authenticate().open(SpaceId.of(new byte[32]), 1, false, false);
      SpaceOpened answer = peer.next(Frame::hasSpaceOpened).getSpaceOpened();
      assertEquals(SpaceOpened.Mode.DENIED, answer.getMode());
      assertEquals(ErrorCode.NO_READ.number(), answer.getCode());
    }
    assertTrue(relay.status().spaces().isEmpty());
  }

  @Test
  void genesisOfAnotherSpaceIsRefused() {
    TestHost mallory = host("mallory");
    SpaceId victim = SpaceId.of(new byte[32]);
    Genesis own = Genesis.create(mallory.store().key(), DeviceKey.randomBytes(16), 0);
    mallory.appendGenesis(victim.control(), own);
    mallory.join(victim);
    mallory.connect(relay.port());

    Await.until("it is refused", () -> !mallory.refusals.isEmpty());

    assertEquals(ErrorCode.MALFORMED, mallory.refusals.get(0).code());
    assertEquals(0, relay.status().spaces().get(0).changes());
  }

  @Test
  void genesisOnALineOfAnotherDeviceIsRefused() {
    TestHost mallory = host("mallory");
    Genesis stolen = Genesis.create(DeviceKey.generate(), DeviceKey.randomBytes(16), 0);
    mallory.appendGenesis(stolen.space().control(), stolen);
    mallory.join(stolen.space());
    mallory.connect(relay.port());

    Await.until("it is refused", () -> !mallory.refusals.isEmpty());

    assertEquals(ErrorCode.BAD_SIGNATURE, mallory.refusals.get(0).code());
  }

  @Test
  void controlSpaceWithoutAGenesisIsRefused() {
    TestHost mallory = host("mallory");
    SpaceId victim = SpaceId.of(new byte[32]);
    mallory.write(victim.control(), "no record at all");
    mallory.join(victim);
    mallory.connect(relay.port());

    Await.until("it is refused", () -> !mallory.refusals.isEmpty());

    assertEquals(0, relay.status().spaces().get(0).changes());
  }

  @Test
  void announcedSpacesAreBounded() throws IOException {
    try (RawPeer peer = new RawPeer(relay.port())) {
      peer.authenticate();
      for (int i = 1; i <= RelayLimits.MAX_UNFOUNDED + 1; i++) {
        byte[] id = ByteBuffer.allocate(32).putInt(i).array();
        peer.open(SpaceId.of(id), i, true, false);
        SpaceOpened answer = peer.next(Frame::hasSpaceOpened).getSpaceOpened();
        boolean last = i > RelayLimits.MAX_UNFOUNDED;
        assertEquals(last ? SpaceOpened.Mode.DENIED : SpaceOpened.Mode.VECTOR, answer.getMode());
        assertEquals(last ? ErrorCode.TOO_MANY_SPACES.number() : 0, answer.getCode());
      }
    }
    assertEquals(RelayLimits.MAX_UNFOUNDED, relay.status().spaces().size());
  }

  @Test
  void gapIsAskedForAgain() throws IOException {
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    ada.write(space, "a1");
    connected(ada).close();
    ada.write(space, "a2");
    ada.write(space, "a3");
    List<Row> rows = ada.store().journal(space).read(0, 3, 1_000_000);

    try (RawPeer peer = new RawPeer(relay.port())) {
      peer.authenticate().open(space, 1, false, false);
      int number = peer.next(Frame::hasSpaceOpen).getSpaceOpen().getNumber();
      peer.opened(number).batch(1, rows.get(2));
      var refusal = peer.next(Frame::hasBatchAck).getBatchAck();
      assertEquals(ErrorCode.GAP.number(), refusal.getCode());
      assertEquals(2, refusal.getExpected());
      var again = peer.next(Frame::hasSpaceOpen).getSpaceOpen();
      assertEquals(1, again.getHave().getEntry(0).getSeq());
      peer.opened(number).batch(1, rows.get(1)).batch(1, rows.get(2));
      var ack = peer.next(f -> f.hasBatchAck() && f.getBatchAck().getN() == 3).getBatchAck();
      assertEquals(0, ack.getCode());
      assertEquals(3, ack.getStoredN());
    }
  }

  @Test
  void nothingIsAcknowledgedThatARestartLoses() {
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    for (int i = 0; i < 100; i++) {
      ada.write(space, "a" + i);
    }
    connected(ada).close();
    int port = relay.port();
    relay.close();
    relay = RelayServer.start(directory.resolve("relay"), "127.0.0.1", port);

    RelayStatus.SpaceStatus content =
        relay.status().spaces().stream().filter(s -> !s.control()).findFirst().orElseThrow();
    assertEquals(100, content.changes());
    assertEquals(100, content.durable());
    assertEquals(1, content.lines());
    assertTrue(content.bytes() > 0);
  }

  @Test
  void statusTellsWhoIsThere() {
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    ada.write(space, "a1");
    connected(ada);

    RelayStatus status = relay.status();

    assertEquals(relay.device(), status.device());
    assertEquals(relay.port(), status.port());
    assertEquals(2, status.spaces().size());
    assertTrue(status.spaces().stream().allMatch(s -> s.links() == 1 && s.changes() == 1));
    assertEquals(ada.device(), status.links().get(0).peer());
    assertTrue(status.links().get(0).receivedBytes() > 0);
    assertTrue(status.storeBytes() > 0);
    assertTrue(status.fsyncGroups() > 0);
    assertFalse(relay.links().isEmpty());
  }

  @Test
  void twoRelaysCannotShareAPortOrADirectory() {
    RejoinException port =
        assertThrows(
            RejoinException.class,
            () -> RelayServer.start(directory.resolve("second"), "127.0.0.1", relay.port()));
    assertEquals(ErrorCode.PORT_IN_USE, port.code());
    RejoinException locked =
        assertThrows(
            RejoinException.class,
            () -> RelayServer.start(directory.resolve("relay"), "127.0.0.1", 0));
    assertEquals(ErrorCode.REPLICA_LOCKED, locked.code());
    RelayServer.start(directory.resolve("second"), "127.0.0.1", 0).close();
  }
}
