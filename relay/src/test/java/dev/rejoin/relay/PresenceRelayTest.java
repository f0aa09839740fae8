package dev.rejoin.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Ping;
import dev.rejoin.proto.v1.Presence;
import dev.rejoin.proto.v1.PresenceGone;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Member;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.Await;
import dev.rejoin.replica.net.RawPeer;
import dev.rejoin.replica.sync.PresenceEntry;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence of real replicas through a real relay, over TCP. */
final class PresenceRelayTest {
  private static final long PRESENCE = 4;

  @TempDir Path directory;
  private final Deque<Replica> replicas = new ArrayDeque<>();
  private RelayServer relay;
  private Replica ana;
  private Document anas;

  @BeforeEach
  void start() throws InterruptedException {
    relay = RelayServer.start(directory.resolve("relay"), "127.0.0.1", 0);
    ana = open("Ana");
    anas = ana.space("team").document("minutes");
    anas.edit(tx -> tx.text("body").append("Hello world"));
    connect(ana);
  }

  @AfterEach
  void closeAll() {
    replicas.forEach(Replica::close);
    relay.close();
  }

  private Replica open(String name) {
    Replica replica = Replica.open(directory.resolve(name), o -> o.author(name));
    replicas.push(replica);
    return replica;
  }

  private void connect(Replica replica) throws InterruptedException {
    replica.connect("127.0.0.1:" + relay.port());
    assertTrue(replica.awaitSynced(Duration.ofSeconds(20)));
  }

  private Document joined(String name) throws InterruptedException {
    Replica replica = open(name);
    Space space = replica.join(ana.existingSpace("team").invite(List.of()), "team");
    connect(replica);
    return space.document("minutes");
  }

  private static List<String> names(Document document) {
    return document.presence().members().stream().map(Member::name).sorted().toList();
  }

  private static void awaitNames(Document document, String... names) {
    Await.until(() -> names(document) + "", () -> names(document).equals(List.of(names)));
  }

  @Test
  void members_see_each_other_through_the_relay() throws InterruptedException {
    anas.presence().setSelection("body", 6, 11);
    Document bens = joined("Ben");
    awaitNames(bens, "Ana"); // he came later
    Member member = bens.presence().members().get(0);
    assertEquals(ana.device(), member.device());
    assertEquals(Optional.of(new Member.Selection("body", 6, 11)), member.selection());

    bens.presence().set(Map.of("colour", "teal"));
    Document cleos = joined("Cleo");
    awaitNames(cleos, "Ana", "Ben");
    awaitNames(anas, "Ben");
    assertEquals(Map.of("colour", "teal"), anas.presence().members().get(0).attributes());

    for (int i = 0; i <= 11; i++) {
      anas.presence().setSelection("body", i, i);
    }
    Await.until(
        "the last of many moves arrives",
        () ->
            cleos.presence().members().stream()
                .anyMatch(
                    m -> m.selection().equals(Optional.of(new Member.Selection("body", 11, 11)))));
    anas.presence().clear();
    awaitNames(bens);
    awaitNames(cleos, "Ben");
    assertEquals(0, storedAt(relay), "nothing but changes is stored");
  }

  /** How many changes more than Ana's one and the founding record the relay holds. */
  private static long storedAt(RelayServer relay) {
    return relay.status().spaces().stream().mapToLong(s -> s.changes()).sum() - 2;
  }

  @Test
  void yWebsocket122_closing_is_seen_at_once() throws InterruptedException {
    Document bens = joined("Ben");
    bens.presence().set(Map.of());
    awaitNames(anas, "Ben");
    replicas.pop().close();
    awaitNames(anas);
  }

  @Test
  void a_crash_is_seen_when_its_link_breaks() throws InterruptedException {
    Document bens = joined("Ben");
    Document cleos = joined("Cleo");
    bens.presence().set(Map.of());
    cleos.presence().set(Map.of());
    awaitNames(anas, "Ben", "Cleo");
    replicas.pop().crash();
    awaitNames(anas, "Ben");
    ana.disconnect("127.0.0.1:" + relay.port());
    awaitNames(anas); // who is offline sees nobody
    awaitNames(bens);
    ana.connect("127.0.0.1:" + relay.port());
    awaitNames(anas, "Ben");
  }

  @Test
  void documents_are_apart() throws InterruptedException {
    Document bens = joined("Ben");
    bens.presence().set(Map.of("in", "minutes"));
    bens.space().document("other").presence().set(Map.of("in", "other"));
    Document other = ana.existingSpace("team").document("other");
    awaitNames(other, "Ben");
    awaitNames(anas, "Ben");
    assertEquals(Map.of("in", "other"), other.presence().members().get(0).attributes());
    bens.presence().clear();
    awaitNames(anas);
    assertEquals(List.of("Ben"), names(other));
  }

  @Test
  void members_see_each_other_directly_and_through_a_member() throws InterruptedException {
    int port = ana.listen("127.0.0.1", 0).port();
    Replica dora = open("Dora");
    Space space = dora.join(ana.existingSpace("team").invite(List.of()), "team");
    dora.connect("127.0.0.1:" + port);
    assertTrue(dora.awaitSynced(Duration.ofSeconds(20)));
    Document bens = joined("Ben");
    space.document("minutes").presence().set(Map.of());
    bens.presence().set(Map.of());
    awaitNames(bens, "Dora");
    awaitNames(space.document("minutes"), "Ben");
  }

  private static Frame.Builder frame(int number, PresenceEntry entry) {
    ByteBuffer key = ByteBuffer.allocate(16);
    key.putLong(entry.id().key().getMostSignificantBits());
    key.putLong(entry.id().key().getLeastSignificantBits());
    return Frame.newBuilder()
        .setPresence(
            Presence.newBuilder()
                .setNumber(number)
                .setDevice(ByteString.copyFrom(entry.id().device().bytes()))
                .setKey(ByteString.copyFrom(key.array()))
                .setN(entry.n())
                .setBody(ByteString.copyFrom(entry.body()))
                .setSignature(ByteString.copyFrom(entry.signature())));
  }

  private static PresenceEntry entry(RawPeer peer, SpaceId space, int n, byte[] body) {
    var id = new PresenceEntry.Id(space, peer.key().id(), new UUID(1, 2));
    return PresenceEntry.sign(id, System.currentTimeMillis() + n, body, peer.key()::sign);
  }

  @Test
  void what_is_bad_is_ignored_and_the_link_goes_on() throws Exception {
    SpaceId space = ana.existingSpace("team").id();
    anas.presence().set(Map.of());
    try (RawPeer good = new RawPeer(relay.port()).capable(PRESENCE);
        RawPeer bad = new RawPeer(relay.port()).capable(PRESENCE)) {
      good.authenticate().open(space, 1, false, true);
      Frame anasEntry = good.next(Frame::hasPresence);
      bad.authenticate().open(space, 1, false, true);
      bad.next(Frame::hasPresence);
      PresenceEntry own = entry(bad, space, 0, new byte[] {0});
      bad.send(frame(1, own));
      Frame passedOn = good.next(Frame::hasPresence);
      assertEquals(ByteString.copyFrom(own.signature()), passedOn.getPresence().getSignature());
      assertTrue(passedOn.getSkippable());

      Presence stolen = anasEntry.getPresence().toBuilder().setN(own.n() + 50_000).build();
      bad.send(Frame.newBuilder().setPresence(stolen)); // a forged one of Ana
      bad.send(frame(7, own)); // a number that names no space
      bad.send(frame(1, entry(bad, space, 1, new byte[8_193]))); // too large
      Presence odd = Presence.newBuilder().setNumber(1).setN(1).build();
      bad.send(Frame.newBuilder().setPresence(odd));
      bad.send(
          Frame.newBuilder()
              .setPresenceGone(
                  PresenceGone.newBuilder()
                      .setNumber(1)
                      .setDevice(anasEntry.getPresence().getDevice())
                      .setKey(anasEntry.getPresence().getKey())
                      .setN(Long.MAX_VALUE)));
      bad.send(Frame.newBuilder().setPing(Ping.newBuilder().setToken(5)));
      assertEquals(5, bad.next(Frame::hasPong).getPong().getToken(), "the link is up");

      PresenceEntry next = entry(bad, space, 2, new byte[] {0, 0});
      bad.send(frame(1, next));
      Frame after = good.next(f -> f.hasPresence() || f.hasPresenceGone());
      assertEquals(ByteString.copyFrom(next.signature()), after.getPresence().getSignature());
    }
  }

  @Test
  void peers_that_do_not_know_presence_get_none() throws Exception {
    SpaceId space = ana.existingSpace("team").id();
    anas.presence().set(Map.of());
    try (RawPeer old = new RawPeer(relay.port());
        RawPeer fresh = new RawPeer(relay.port()).capable(PRESENCE)) {
      fresh.authenticate().open(space, 1, false, true).next(Frame::hasPresence);
      old.authenticate().open(space, 1, false, true);
      anas.presence().set(Map.of("n", "2"));
      fresh.next(Frame::hasPresence);
      old.send(Frame.newBuilder().setPing(Ping.newBuilder().setToken(5)));
      old.next(
          f -> {
            assertFalse(f.hasPresence() || f.hasPresenceGone());
            return f.hasPong();
          });
    }
  }

  @Test
  void a_stranger_in_another_space_hears_nothing() throws IOException {
    anas.presence().set(Map.of());
    Replica mallory = open("Mallory");
    mallory.connect("127.0.0.1:" + relay.port());
    Document theirs = mallory.space("team").document("minutes");
    theirs.presence().set(Map.of());
    try (RawPeer outside = new RawPeer(relay.port()).capable(PRESENCE)) {
      outside.authenticate().open(mallory.existingSpace("team").id(), 1, false, true);
      outside.send(Frame.newBuilder().setPing(Ping.newBuilder().setToken(5)));
      outside.next(
          f -> {
            assertFalse(f.hasPresence() && f.getPresence().getDevice().equals(device()));
            return f.hasPong();
          });
    }
    assertEquals(List.of(), names(theirs));
    assertEquals(List.of(), names(anas));
  }

  private ByteString device() {
    return ByteString.copyFrom(ana.device().bytes());
  }
}
