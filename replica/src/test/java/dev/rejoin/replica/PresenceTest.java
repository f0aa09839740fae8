package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.sync.PresenceEntry;
import dev.rejoin.replica.trust.DeviceKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members see of each other, with a clock that the test turns; no sockets. */
final class PresenceTest {
  @TempDir Path dir;
  private Replica replica;
  private Document doc;
  private long now = 1_000;
  private final Presences.Clock clock =
      new Presences.Clock(() -> now, () -> 1_795_000_000_000L + now);
  private final List<Side> sides = new ArrayList<>();

  /** Somebody at the document; all share one replica's text, but not its presence. */
  private final class Side {
    final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
    final PresenceBoard<Link> board;
    final Presence presence;
    final Map<Side, Link> links = new java.util.HashMap<>();

    Side(String name) {
      board = new PresenceBoard<>(link -> {}, space -> changed());
      Executor executor = callbacks::add;
      presence = new Presence(doc, name, board, DeviceKey.generate(), executor, clock);
      for (Side other : sides) {
        connect(other);
        other.connect(this);
      }
      sides.add(this);
    }

    private void changed() {
      presence.changed();
    }

    private void connect(Side other) {
      Link link = new NoLink();
      links.put(other, link);
      board.open(link, doc.space().id(), false, now);
    }

    void run() {
      for (Runnable task = callbacks.poll(); task != null; task = callbacks.poll()) {
        task.run();
      }
    }
  }

  @BeforeEach
  void open() {
    replica = Replica.open(dir, o -> o.author("Ana"));
    doc = replica.space("team").document("minutes");
    doc.edit(tx -> tx.text("body").append("Hello world"));
  }

  @AfterEach
  void close() {
    replica.close();
  }

  /** Lets everything that is due arrive. */
  private void deliver() {
    for (Side from : sides) {
      from.presence.tick();
      from.run();
      for (Side to : sides) {
        Link link = from.links.get(to);
        if (link != null) {
          for (PresenceBoard.Due due : from.board.take(link, Long.MAX_VALUE, now)) {
            PresenceEntry entry = due.entry();
            if (entry != null) {
              long wall = clock.wall().getAsLong();
              to.board.hear(to.links.get(from), entry, due.ageMillis(), now, wall);
            }
          }
        }
      }
    }
    sides.forEach(side -> side.board.tick(now));
    sides.forEach(Side::run);
  }

  private void pass(long millis) {
    now += millis;
    deliver();
  }

  @Test
  void a_cursor_stays_with_its_text() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    ana.presence.set(Map.of("colour", "teal"));
    deliver();
    assertEquals(Optional.empty(), ben.presence.members().get(0).selection());
    pass(100);
    ana.presence.setSelection("body", 6, 11);
    deliver();

    Member member = ben.presence.members().get(0);
    assertEquals("Ana", member.name());
    assertEquals(Map.of("colour", "teal"), member.attributes());
    assertEquals(Optional.of(new Member.Selection("body", 6, 11)), member.selection());
    assertFalse(member.idle());
    assertEquals(List.of(), ana.presence.members(), "the others only");

    doc.edit(tx -> tx.text("body").insert(6, "big ").append("!"));
    assertEquals(
        Optional.of(new Member.Selection("body", 10, 15)),
        ben.presence.members().get(0).selection());
    doc.edit(tx -> tx.text("body").delete(0, 16));
    assertEquals(
        Optional.of(new Member.Selection("body", 0, 0)),
        ben.presence.members().get(0).selection(),
        "what it was in is deleted");
  }

  @Test
  void vzcode813_idle_is_not_gone_and_gone_is_gone() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    ana.presence.setSelection("body", 0, 0);
    deliver();
    for (int i = 0; i < 59; i++) {
      pass(1_000);
      assertFalse(ben.presence.members().get(0).idle(), "after " + i);
    }
    pass(1_000);
    assertTrue(ben.presence.members().get(0).idle());
    for (int i = 0; i < 600; i++) {
      pass(1_000);
    }
    assertTrue(ben.presence.members().get(0).idle(), "still there");
    Side late = new Side("Late");
    deliver();
    assertTrue(late.presence.members().get(0).idle(), "who comes later sees that at once");
    pass(500);
    ana.presence.setSelection("body", 0, 1);
    deliver();
    assertFalse(ben.presence.members().get(0).idle());

    sides.remove(ana); // it falls silent
    pass(29_999);
    assertEquals(1, ben.presence.members().size());
    pass(1);
    assertEquals(0, ben.presence.members().size());
  }

  @Test
  void blocksuite3677_clear_is_seen_at_once() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    List<String> heard = new ArrayList<>();
    ben.presence.observe(members -> heard.add(members.stream().map(Member::name).toList() + ""));
    ana.presence.set(Map.of());
    deliver();
    pass(16_000); // a heartbeat is no news
    ana.presence.clear();
    deliver();
    assertEquals(List.of(), ben.presence.members());
    pass(60_000);
    assertEquals(List.of("[Ana]", "[]"), heard);
    ana.presence.set(Map.of());
    deliver();
    assertEquals(1, ben.presence.members().size(), "back");
    ana.presence.close();
    ana.presence.set(Map.of("too", "late"));
    deliver();
    assertEquals(List.of(), ben.presence.members());
  }

  @Test
  void quick_changes_are_joined() {
    Side ana = new Side("Ana");
    new Side("Ben");
    for (int i = 0; i <= 11; i++) {
      ana.presence.setSelection("body", i, i);
    }
    Side ben = sides.get(1);
    deliver();
    assertEquals(0, head(ben), "the first at once");
    ana.presence.setSelection("body", 5, 5);
    pass(15_000); // whatever came of the rest, the heartbeat says the newest
    assertEquals(5, head(ben));
  }

  private static int head(Side side) {
    return side.presence.members().get(0).selection().orElseThrow().head();
  }

  @Test
  void idle_and_moved_are_told_to_observers() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    List<String> heard = new ArrayList<>();
    ben.presence.observe(
        members -> members.forEach(m -> heard.add(m.idle() + " " + m.selection().get().head())));
    ana.presence.setSelection("body", 3, 3);
    deliver();
    doc.edit(tx -> tx.text("body").insert(0, "xx"));
    pass(2_000);
    for (int i = 0; i < 70; i++) {
      pass(1_000);
    }
    assertEquals(List.of("false 3", "false 5", "true 5"), heard);
  }

  @Test
  void too_much_is_refused_and_what_was_shown_stays() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    ana.presence.set(Map.of("colour", "teal"));
    RejoinException refused =
        assertThrows(
            RejoinException.class, () -> ana.presence.set(Map.of("photo", "x".repeat(8_192))));
    assertEquals(ErrorCode.PRESENCE_TOO_LARGE, refused.code());
    RejoinException outside =
        assertThrows(RejoinException.class, () -> ana.presence.setSelection("body", 0, 99));
    assertEquals(ErrorCode.POSITION_OUT_OF_RANGE, outside.code());
    deliver();
    assertEquals(Map.of("colour", "teal"), ben.presence.members().get(0).attributes());
  }

  @Test
  void what_cannot_be_read_is_nobody() {
    Side ben = new Side("Ben");
    new Side("Ana");
    DeviceKey mallory = DeviceKey.generate();
    Link link = ben.links.get(sides.get(1));
    byte[][] bodies = {
      {0, 1, 2, 3, 4, 5}, {1, 7, 7}, "text".getBytes(StandardCharsets.UTF_8), {(byte) 0xff}
    };
    for (byte[] body : bodies) {
      var id = new PresenceEntry.Id(doc.space().id(), mallory.id(), UUID.randomUUID());
      long wall = clock.wall().getAsLong();
      PresenceEntry entry = PresenceEntry.sign(id, wall, body, mallory::sign);
      assertEquals(PresenceBoard.Heard.TAKEN, ben.board.hear(link, entry, 0, now, wall));
    }
    assertEquals(List.of(), ben.presence.members());
  }

  @Test
  void an_anchor_that_points_nowhere_is_no_cursor() {
    Side ana = new Side("Ana");
    Side ben = new Side("Ben");
    var unknown = new dev.rejoin.crdt.OpId(new dev.rejoin.crdt.ReplicaId(9, 9), 77);
    Anchor nowhere = new Anchor(unknown, dev.rejoin.crdt.Bias.AFTER);
    ana.presence.set("body", nowhere, nowhere, Map.of());
    deliver();
    Member member = ben.presence.members().get(0);
    assertEquals(Optional.empty(), member.selection());
    assertEquals("Ana", member.name());
  }

  /** Names a link; nothing runs on it. */
  private static final class NoLink implements Link {
    @Override
    public dev.rejoin.replica.trust.DeviceId peer() {
      return null;
    }

    @Override
    public boolean peerIsRelay() {
      return false;
    }

    @Override
    public String address() {
      return "test";
    }

    @Override
    public List<dev.rejoin.replica.sync.SpaceProgress> progress() {
      return List.of();
    }

    @Override
    public boolean settled() {
      return true;
    }

    @Override
    public long sentBytes() {
      return 0;
    }

    @Override
    public long receivedBytes() {
      return 0;
    }

    @Override
    public void wantedChanged() {}

    @Override
    public void receipt(
        dev.rejoin.replica.trust.SpaceId space, dev.rejoin.replica.trust.DeviceId device, long n) {}

    @Override
    public void presenceDue() {}

    @Override
    public void close() {}
  }
}
