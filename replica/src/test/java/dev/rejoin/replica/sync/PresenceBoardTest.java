package dev.rejoin.replica.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.Limits;
import dev.rejoin.replica.sync.PresenceBoard.Heard;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is shown, for how long, and to whom; time is a number here. */
final class PresenceBoardTest {
  private static final SpaceId SPACE = SpaceId.of(new byte[32]);
  private static final long WALL = 1_795_000_000_000L;

  private long now = 5_000;
  private final DeviceKey ana = key(1);
  private final PresenceEntry.Id anaHere = id(ana, 1);

  private static DeviceKey key(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    return DeviceKey.fromSeed(seed);
  }

  private static PresenceEntry.Id id(DeviceKey key, long session) {
    return new PresenceEntry.Id(SPACE, key.id(), new UUID(0, session));
  }

  private PresenceEntry entry(DeviceKey key, PresenceEntry.Id id, long n, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return PresenceEntry.sign(id, WALL + now + n, body, key::sign);
  }

  /** A board with its links. */
  private final class Host {
    final TreeSet<String> due = new TreeSet<>();
    int changes;
    final PresenceBoard<String> board =
        new PresenceBoard<>(link -> due.add(link), space -> changes++);

    Host(String... links) {
      for (String link : links) {
        board.open(link, SPACE, link.startsWith("relay"), now);
      }
    }

    Heard hear(String link, PresenceEntry entry) {
      return board.hear(link, entry, 0, now, WALL + now);
    }

    List<String> shown() {
      return board.seen(SPACE, now).stream()
          .map(seen -> new String(seen.entry().body(), StandardCharsets.UTF_8))
          .sorted()
          .toList();
    }

    List<PresenceBoard.Due> take(String link) {
      return board.take(link, Long.MAX_VALUE, now);
    }
  }

  @Test
  void it_is_passed_on_to_others_and_not_back() {
    Host relay = new Host("ana", "ben", "cleo");
    assertEquals(Heard.TAKEN, relay.hear("ana", entry(ana, anaHere, 1, "hello")));
    assertEquals(List.of("hello"), relay.shown());
    assertTrue(relay.take("ana").isEmpty());
    assertEquals(1, relay.take("ben").size());
    assertTrue(relay.take("ben").isEmpty(), "once");
    assertEquals(1, relay.take("cleo").size());
  }

  @Test
  void who_comes_later_is_told_what_is_there() {
    Host relay = new Host("ana");
    relay.hear("ana", entry(ana, anaHere, 1, "hello"));
    now += 4_000;
    relay.board.open("late", SPACE, false, now);
    assertEquals(4_000, relay.take("late").get(0).ageMillis());
    relay.board.open("elsewhere", SPACE.control(), false, now);
    assertTrue(relay.take("elsewhere").isEmpty());
  }

  @Test
  void a_slow_consumer_gets_the_newest_only() {
    Host relay = new Host("ana", "slow");
    for (int i = 1; i <= 300; i++) {
      relay.hear("ana", entry(ana, anaHere, i, "text " + i));
    }
    List<PresenceBoard.Due> due = relay.take("slow");
    assertEquals(1, due.size());
    assertEquals("text 300", new String(due.get(0).entry().body(), StandardCharsets.UTF_8));
  }

  @Test
  void old_and_repeated_ones_are_ignored() {
    Host ben = new Host("relay 1", "relay 2");
    PresenceEntry first = entry(ana, anaHere, 1, "first");
    PresenceEntry second = entry(ana, anaHere, 2, "second");
    assertEquals(Heard.TAKEN, ben.hear("relay 1", second));
    assertEquals(Heard.STALE, ben.hear("relay 2", first));
    assertEquals(Heard.KNOWN, ben.hear("relay 2", second));
    assertTrue(ben.take("relay 2").isEmpty(), "it knows it");
    assertEquals(List.of("second"), ben.shown());
    ben.board.close("relay 1");
    assertEquals(List.of("second"), ben.shown(), "the other relay still vouches for it");
    ben.board.close("relay 2");
    assertEquals(List.of(), ben.shown());
  }

  @Test
  void nobody_speaks_in_anothers_name() {
    Host ben = new Host("relay");
    DeviceKey mallory = key(66);
    PresenceEntry signedByMallory = entry(mallory, anaHere, 9, "I am Ana");
    assertEquals(Heard.FORGED, ben.hear("relay", signedByMallory));
    PresenceEntry real = entry(ana, anaHere, 1, "cursor at 3");
    byte[] body = "cursor at 4".getBytes(StandardCharsets.UTF_8);
    PresenceEntry changed = new PresenceEntry(anaHere, real.n(), body, real.signature());
    assertEquals(Heard.FORGED, ben.hear("relay", changed));
    PresenceEntry later = new PresenceEntry(anaHere, real.n() + 1, real.body(), real.signature());
    assertEquals(Heard.FORGED, ben.hear("relay", later));
    PresenceEntry cut =
        new PresenceEntry(anaHere, real.n(), real.body(), Arrays.copyOf(real.signature(), 3));
    assertEquals(Heard.FORGED, ben.hear("relay", cut));
    PresenceEntry.Id elsewhere = new PresenceEntry.Id(SPACE.control(), ana.id(), anaHere.key());
    ben.board.open("relay", SPACE.control(), true, now);
    assertEquals(
        Heard.FORGED,
        ben.hear("relay", new PresenceEntry(elsewhere, real.n(), real.body(), real.signature())),
        "of another space");
    assertEquals(List.of(), ben.shown());
    assertEquals(Heard.TAKEN, ben.hear("relay", real));
    assertEquals(Heard.FORGED, ben.hear("relay", entry(mallory, anaHere, 50, "")), "no farewell");
    assertEquals(List.of("cursor at 3"), ben.shown());
  }

  @Test
  void a_replay_is_worthless_after_a_while() {
    Host ben = new Host("relay");
    PresenceEntry old = entry(ana, anaHere, 1, "hello");
    assertEquals(Heard.TAKEN, ben.hear("relay", old));
    now += 6 * 60_000;
    ben.board.tick(now);
    assertEquals(List.of(), ben.shown());
    assertEquals(Heard.CLOCK_OFF, ben.hear("relay", old));
    PresenceEntry future = entry(ana, anaHere, 6 * 60_000, "from the future");
    assertEquals(Heard.CLOCK_OFF, ben.hear("relay", future));
  }

  @Test
  void too_large_or_not_open_is_ignored() {
    Host ben = new Host("relay");
    String large = "x".repeat(Limits.MAX_PRESENCE_BYTES);
    assertEquals(Heard.TOO_LARGE, ben.hear("relay", entry(ana, anaHere, 1, large + "x")));
    assertEquals(Heard.TAKEN, ben.hear("relay", entry(ana, anaHere, 1, large)));
    assertEquals(Heard.NOT_OPEN, ben.hear("nobody", entry(ana, anaHere, 2, "")));
    ben.board.open("control only", SPACE.control(), false, now);
    assertEquals(Heard.NOT_OPEN, ben.hear("control only", entry(ana, anaHere, 2, "")));
  }

  @Test
  void whoever_is_silent_is_gone_after_thirty_seconds() {
    Host relay = new Host("ana");
    Host ben = new Host("relay");
    relay.hear("ana", entry(ana, anaHere, 1, "hello"));
    now += 10_000; // Ben comes late
    relay.board.open("ben", SPACE, false, now);
    PresenceBoard.Due due = relay.take("ben").get(0);
    ben.board.hear("relay", due.entry(), due.ageMillis(), now, WALL + now);
    assertEquals(10_000, ben.board.seen(SPACE, now).get(0).ageMillis());
    now += 19_999;
    ben.board.tick(now);
    assertEquals(List.of("hello"), ben.shown());
    now += 1;
    assertEquals(List.of(), ben.shown(), "thirty seconds after it was said, not after it came");
    int before = ben.changes;
    now += 1_000;
    ben.board.tick(now);
    assertTrue(ben.changes > before, "listeners hear of it");
    assertEquals(0, ben.board.size());
    now -= 2_000;
    assertEquals(
        Heard.STALE, new Host("relay").board.hear("relay", due.entry(), 30_000, now, WALL + now));
  }

  @Test
  void a_farewell_is_final() {
    Host ben = new Host("relay 1", "relay 2");
    PresenceEntry hello = entry(ana, anaHere, 1, "hello");
    ben.hear("relay 1", hello);
    ben.hear("relay 1", entry(ana, anaHere, 2, ""));
    assertEquals(List.of(), ben.shown());
    assertEquals(Heard.STALE, ben.hear("relay 2", hello), "no ghost by the slower way");
    assertEquals(1, ben.board.size(), "it is remembered");
    now += 30_000;
    ben.board.tick(now);
    assertEquals(0, ben.board.size());
  }

  @Test
  void a_link_that_ends_takes_along_what_it_brought() {
    Host relay = new Host("ana", "ben");
    PresenceEntry hello = entry(ana, anaHere, 1, "hello");
    relay.hear("ana", hello);
    relay.take("ben");
    relay.board.close("ana");
    PresenceBoard.Due due = relay.take("ben").get(0);
    assertEquals(null, due.entry());
    assertEquals(hello.n(), due.n());

    Host ben = new Host("relay", "lan");
    ben.hear("relay", hello);
    ben.hear("lan", hello);
    ben.board.gone("relay", due.id(), due.n());
    assertEquals(List.of("hello"), ben.shown(), "it is still there over the LAN");
    ben.board.gone("lan", due.id(), due.n() - 1);
    assertEquals(List.of("hello"), ben.shown(), "of an older one");
    ben.board.gone("lan", due.id(), due.n());
    assertEquals(List.of(), ben.shown());
  }

  @Test
  void own_entries_are_not_taken_from_others() {
    Host me = new Host("relay");
    me.board.say(entry(ana, anaHere, 1, "mine"), now);
    assertEquals(List.of(), me.shown());
    assertEquals(1, me.take("relay").size());
    assertEquals(Heard.KNOWN, me.hear("relay", entry(ana, anaHere, 9, "echo")));
    me.board.gone("relay", anaHere, Long.MAX_VALUE);
    me.board.close("relay");
    me.board.open("relay again", SPACE, true, now);
    assertEquals(1, me.take("relay again").size());
  }

  @Test
  void two_replicas_of_one_device_are_two() {
    Host ben = new Host("relay");
    ben.hear("relay", entry(ana, anaHere, 1, "laptop"));
    ben.hear("relay", entry(ana, id(ana, 2), 1, "second window"));
    assertEquals(List.of("laptop", "second window"), ben.shown());
    ben.hear("relay", entry(ana, anaHere, 2, ""));
    assertEquals(List.of("second window"), ben.shown());
  }

  @Test
  void ygo_oom_many_ids_and_farewells_are_bounded() {
    Host relay = new Host("flood", "ben");
    DeviceKey ben = key(2);
    relay.hear("ben", entry(ben, id(ben, 1), 1, "honest"));
    int farewells = 0;
    for (int i = 0; i < 6_000; i++) {
      now += 20;
      String body = i < 100 ? "x" : "";
      farewells += relay.hear("flood", entry(ana, id(ana, i), 1, body)) == Heard.TAKEN ? 1 : 0;
    }
    assertEquals(6_000, farewells, "they make room for each other");
    assertTrue(relay.board.size() <= SyncLimits.MAX_PRESENCES_PER_LINK + 1);
    assertEquals(SyncLimits.MAX_PRESENCES_DUE, relay.take("ben").size(), "oldest are dropped");
    now += 31_000;
    relay.board.tick(now);
    for (int i = 0; i < 500; i++) {
      now += 20;
      boolean room = i < SyncLimits.MAX_PRESENCES_PER_LINK;
      Heard heard = relay.hear("flood", entry(ana, id(ana, 9_000 + i), 1, "x"));
      assertEquals(room ? Heard.TAKEN : Heard.FULL, heard);
    }
    relay.hear("ben", entry(ben, id(ben, 1), 2, "honest"));
    assertTrue(relay.shown().contains("honest"), "a flood drives nobody else out");
  }

  @Test
  void a_flood_is_cut_before_it_is_verified() {
    Host relay = new Host("flood");
    int tooFast = 0;
    for (int i = 0; i < 1_000; i++) {
      PresenceEntry bad = new PresenceEntry(anaHere, WALL + now + i, new byte[1], new byte[64]);
      tooFast += relay.hear("flood", bad) == Heard.TOO_FAST ? 1 : 0;
    }
    assertEquals(1_000 - SyncLimits.MAX_PRESENCE_BURST, tooFast);
    now += 1_000;
    assertEquals(Heard.TAKEN, relay.hear("flood", entry(ana, anaHere, 1, "better now")));
  }

  @Test
  void a_thousand_members_are_shown_and_one_more_has_to_wait() {
    Host ben = new Host("relay");
    int members = SyncLimits.MAX_PRESENCES_PER_SPACE;
    for (int i = 0; i <= members; i++) {
      DeviceKey key = key(i);
      now += 1;
      Heard heard = ben.hear("relay", entry(key, id(key, 1), 1, "m" + i));
      assertEquals(i < members ? Heard.TAKEN : Heard.FULL, heard);
    }
    assertEquals(members, ben.board.size());
    ben.hear("relay", entry(key(0), id(key(0), 1), 2, ""));
    DeviceKey late = key(members);
    assertEquals(Heard.TAKEN, ben.hear("relay", entry(late, id(late, 1), 2, "late")));
    assertTrue(ben.shown().contains("m1") && ben.shown().contains("late"));
  }

  /** A message on its way between two hosts. */
  private record Sent(Host to, String link, PresenceBoard.Due due, long at) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatever_is_lost_swapped_or_doubled_all_see_the_same_in_the_end(long seed) {
    Random random = new Random(seed);
    // Three devices at a relay, two of them also joined directly: a circle.
    Host relay = new Host("ana", "ben", "cleo");
    Host anas = new Host("relay", "ben");
    Host bens = new Host("relay", "ana");
    Host cleos = new Host("relay");
    List<Host> hosts = List.of(relay, anas, bens, cleos);
    List<String> names = List.of("relay", "ana", "ben", "cleo");
    DeviceKey[] keys = {ana, ana, key(2), key(3)};
    String[] shows = {"", "", "", ""};
    List<Sent> wire = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      boolean calm = step >= 350; // nothing new and nothing lost, three heartbeats long
      now += calm ? 1_000 : random.nextInt(200);
      int who = 1 + random.nextInt(3);
      if (!calm) {
        shows[who] = random.nextInt(6) == 0 ? "" : names.get(who) + step;
      }
      if (!calm || step % 15 == 0) {
        for (int i = calm ? 1 : who; i <= (calm ? 3 : who); i++) {
          DeviceKey key = keys[i];
          hosts.get(i).board.say(entry(key, id(key, i), step, shows[i]), now);
        }
      }
      for (int from = 0; from < 4; from++) {
        for (int to = 0; to < 4; to++) {
          if (from != to && (from * to == 0 || from + to == 3)) {
            for (PresenceBoard.Due due : hosts.get(from).take(names.get(to))) {
              for (int copies = calm ? 1 : random.nextInt(3); copies > 0; copies--) {
                wire.add(new Sent(hosts.get(to), names.get(from), due, now));
              }
            }
          }
        }
      }
      while (!wire.isEmpty() && (calm || random.nextBoolean())) {
        Sent next = wire.remove(calm ? 0 : random.nextInt(wire.size()));
        PresenceEntry entry = next.due.entry();
        if (entry == null) {
          next.to.board.gone(next.link, next.due.id(), next.due.n());
        } else {
          long age = next.due.ageMillis() + now - next.at;
          next.to.board.hear(next.link, entry, age, now, WALL + now);
        }
      }
      hosts.forEach(host -> host.board.tick(now));
    }
    for (int i = 0; i < 4; i++) {
      List<String> expected = new ArrayList<>();
      for (int other = 1; other < 4; other++) {
        if (other != i && !shows[other].isEmpty()) {
          expected.add(shows[other]);
        }
      }
      assertEquals(expected.stream().sorted().toList(), hosts.get(i).shown(), names.get(i));
    }
    now += 31_000; // all fall silent
    hosts.forEach(host -> host.board.tick(now));
    hosts.subList(0, 1).forEach(host -> assertEquals(List.of(), host.shown()));
    assertEquals(0, relay.board.size());
  }
}
