package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.RejoinException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who runs when, and what is refused. */
final class PeersPlanTest {
  private static final List<Peer> PEERS = List.of(Peer.REJOIN, Peer.YJS, Peer.LORO);

  private static List<Job> jobs(int rounds, String... rows) {
    return new PeersPlan(
            PEERS, List.of("paper"), List.of("friends"), Row.ofShapes(), List.of(rows), rounds)
        .jobs();
  }

  @Test
  void peers_take_turns_and_each_round_begins_with_another() {
    assertEquals(
        List.of(Peer.REJOIN, Peer.YJS, Peer.LORO, Peer.YJS, Peer.LORO, Peer.REJOIN),
        jobs(2, "local").stream().map(Job::peer).toList());
  }

  @Test
  void what_measures_memory_runs_after_what_saves() {
    List<Job> jobs = jobs(1, "heap");
    assertEquals(
        List.of("sequential", "sequential", "sequential", "heap", "heap", "heap"),
        jobs.stream().map(Job::workload).toList());
    assertEquals(List.of("saved"), jobs.get(0).rows());
  }

  @Test
  void all_rows_are_planned_once_for_each_peer() {
    List<String> planned =
        jobs(1).stream()
            .filter(job -> job.peer() == Peer.YJS)
            .flatMap(job -> job.rows().stream())
            .filter(row -> !row.equals("saved"))
            .sorted()
            .toList();
    List<String> known =
        List.of(Row.ofTrace(), Row.ofMerge(), Row.ofShapes()).stream()
            .flatMap(rows -> rows.stream().map(Row::name).distinct())
            .sorted()
            .toList();
    assertEquals(known, planned);
  }

  @Test
  void unknown_names_are_refused_with_those_that_exist() {
    RejoinException peer =
        assertThrows(RejoinException.class, () -> Peer.named(List.of("yjs", "word")));
    assertTrue(peer.getMessage().contains("'word'"), peer.getMessage());
    assertTrue(peer.hint().contains("automerge-java"), peer.hint());
    RejoinException row = assertThrows(RejoinException.class, () -> Row.check(List.of("lokal")));
    assertTrue(row.hint().contains("ping-pong"), row.hint());
  }

  @Test
  void a_budget_shortens_measuring_and_keeps_the_limits() {
    List<Job> jobs = jobs(3);
    Pace pace = Pace.FULL;
    assertTrue(pace.estimateSeconds(jobs) > pace.estimateSeconds(jobs(1)));
    double minutes = pace.estimateSeconds(jobs) / 60;
    assertEquals(pace.warmMillis(), pace.within(minutes + 1, jobs).warmMillis());
    Pace shorter = pace.within(minutes * 0.8, jobs);
    assertTrue(shorter.estimateSeconds(jobs) <= minutes * 0.8 * 60, shorter.toString());
    assertTrue(shorter.warmMillis() < pace.warmMillis(), shorter.toString());
    assertEquals(pace.limitMillis(), shorter.limitMillis());
  }
}
