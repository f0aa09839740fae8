package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts as people meet them: listed, explained, settled, and taken back. */
final class ConflictsTest {
  @TempDir Path dir;
  private Pair pair;

  @BeforeEach
  void open() {
    pair = Pair.in(dir);
  }

  @AfterEach
  void close() {
    pair.close();
  }

  private void titles() {
    pair.anas("minutes").edit(tx -> tx.map("meta").put("title", "Kick-off"));
    pair.bens("minutes").edit(tx -> tx.text("body").append("Hello"));
    pair.bens("minutes").edit(tx -> tx.map("meta").put("title", "Kickoff"));
    pair.meet();
  }

  private static Optional<Value> title(Document minutes) {
    return minutes.map("meta").get("title");
  }

  /**
   * automerge #539, automerge-classic #133: a conflict tells the values, but neither who wrote them
   * nor when.
   */
  @Test
  void a_conflict_tells_who_wrote_what_when_and_on_which_device() {
    titles();
    Conflict conflict = pair.anas("minutes").conflicts().all().get(0);
    assertEquals("meta.title", conflict.path());
    assertEquals(2, conflict.count());
    ConflictCandidate first = conflict.candidates().get(0);
    ConflictCandidate second = conflict.candidates().get(1);
    assertEquals(Value.of("Kickoff"), first.value());
    assertEquals("Ben", first.who());
    assertEquals(pair.ben.device(), first.device());
    assertTrue(first.shown());
    assertEquals("Ana", second.who());
    assertEquals(pair.ana.device(), second.device());
    assertTrue(Math.abs(System.currentTimeMillis() - second.made().toEpochMilli()) < 60_000);
    assertNull(second.apart(), "she had nothing of his");
    assertEquals(
        List.of("Apart", "WroteAlone", "WroteAlone", "ByDefault", "Choose"),
        conflict.messages().stream().map(Message::key).toList());
    assertEquals(conflict.id(), pair.bens("minutes").conflicts().all().get(0).id());
    assertEquals(List.of(conflict), pair.anas().conflicts());
  }

  @Test
  void keeping_one_settles_it_everywhere_and_an_undo_brings_the_others_back() {
    titles();
    pair.anas("minutes").conflicts().open().get(0).keep(2);
    pair.meet();
    for (Document minutes : List.of(pair.anas("minutes"), pair.bens("minutes"))) {
      assertEquals(Optional.of(Value.of("Kick-off")), title(minutes));
      assertEquals(List.of(), minutes.conflicts().all());
    }
    assertTrue(pair.anas("minutes").undo("Ana").undo().isPresent());
    pair.meet();
    assertEquals(Optional.of(Value.of("Kickoff")), title(pair.bens("minutes")));
    assertEquals(2, pair.bens("minutes").conflicts().open().get(0).count());
    assertTrue(pair.anas("minutes").undo("Ana").redo().isPresent());
    assertEquals(Optional.of(Value.of("Kick-off")), title(pair.anas("minutes")));
  }

  /** couchdb-fauxton #1483: who chooses among the revisions of a conflict can delete both. */
  @Test
  void two_who_keep_different_ones_apart_lose_neither() {
    titles();
    pair.anas("minutes").conflicts().open().get(0).keep(2);
    pair.bens("minutes").conflicts().open().get(0).keep(1);
    pair.meet();
    Conflict again = pair.anas("minutes").conflicts().open().get(0);
    assertEquals(2, again.count());
    assertEquals(Optional.of(Value.of("Kickoff")), title(pair.bens("minutes")));
    again.keep(2);
    pair.meet();
    assertEquals(Optional.of(Value.of("Kick-off")), title(pair.bens("minutes")));
    assertEquals(List.of(), pair.bens("minutes").conflicts().all());
  }

  @Test
  void dismissing_keeps_what_is_shown_and_takes_nothing_from_what_others_write_meanwhile() {
    titles();
    pair.anas("minutes").conflicts().open().get(0).dismiss();
    pair.bens("minutes").edit(tx -> tx.map("meta").put("title", "Start"));
    pair.meet();
    assertEquals(Optional.of(Value.of("Start")), title(pair.anas("minutes")));
    assertTrue(pair.anas("minutes").undo("Ana").undo().isPresent());
    pair.meet();
    assertEquals(Optional.of(Value.of("Start")), title(pair.anas("minutes")));
  }

  @Test
  void a_choice_that_comes_too_late_is_refused_and_changes_nothing() {
    titles();
    Conflict seen = pair.anas("minutes").conflicts().open().get(0);
    pair.bens("minutes").edit(tx -> tx.map("meta").put("title", "Start"));
    pair.meet();
    String digest = pair.anas("minutes").digest();
    RejoinException late = assertThrows(RejoinException.class, () -> seen.keep(2));
    assertEquals(ErrorCode.CANDIDATE_GONE, late.code());
    RejoinException none = assertThrows(RejoinException.class, () -> seen.keep(3));
    assertEquals(ErrorCode.CANDIDATE_GONE, none.code());
    assertEquals(digest, pair.anas("minutes").digest());
  }

  /**
   * yjs #301, #483, #306: two who make one nested container apart get one of them, and the work in
   * the other is gone. Here both mean the same container, and only other kinds are candidates.
   */
  @Test
  void containers_made_apart_merge_and_other_kinds_are_candidates() {
    pair.anas("minutes").edit(tx -> tx.map("meta").map("room").put("name", "A1"));
    pair.bens("minutes").edit(tx -> tx.map("meta").map("room").put("floor", 3));
    pair.anas("minutes").edit(tx -> tx.map("meta").text("notes").append("text"));
    pair.bens("minutes").edit(tx -> tx.map("meta").list("notes").add("list"));
    pair.meet();
    assertEquals(
        List.of("floor", "name"),
        List.copyOf(pair.anas("minutes").map("meta").map("room").entries().keySet()));
    Conflict notes =
        pair.anas("minutes").conflicts().all().stream()
            .filter(conflict -> conflict.path().equals("meta.notes"))
            .findFirst()
            .orElseThrow();
    int text = notes.candidates().get(0).value().equals(nested(Kind.TEXT)) ? 1 : 2;
    notes.keep(text);
    assertEquals("text", pair.anas("minutes").map("meta").text("notes").content());
    pair.anas("minutes").undo("Ana").undo();
    Conflict again =
        pair.anas("minutes").conflicts().all().stream()
            .filter(conflict -> conflict.path().equals("meta.notes"))
            .findFirst()
            .orElseThrow();
    again.keep(3 - text);
    assertEquals("list", pair.anas("minutes").map("meta").list("notes").get(0).toString());
  }

  private static Value nested(Kind kind) {
    return new Value.Nested(kind, List.of());
  }

  @Test
  void registers_and_elements_of_lists_have_conflicts_too() {
    pair.anas("minutes").edit(tx -> tx.list("items").add("milk").add("bread"));
    pair.meet();
    pair.anas("minutes").edit(tx -> tx.list("items").set(1, "rye"));
    pair.bens("minutes").edit(tx -> tx.list("items").set(1, "toast").move(1, 0));
    pair.anas("minutes").edit(tx -> tx.register("state").put("draft"));
    pair.bens("minutes").edit(tx -> tx.register("state").put("final"));
    pair.meet();
    List<String> paths =
        pair.anas("minutes").conflicts().all().stream().map(Conflict::path).sorted().toList();
    assertEquals(List.of("items[0]", "state"), paths);
    for (Conflict conflict : pair.anas("minutes").conflicts().all()) {
      conflict.keep(2);
    }
    pair.meet();
    assertEquals(List.of(), pair.bens("minutes").conflicts().all());
    assertEquals("ByTie", key(pair, "state2"));
  }

  /** Two that had seen as much: the reason is the order of replicas, and it says so. */
  private static String key(Pair pair, String register) {
    pair.anas("other").edit(tx -> tx.register(register).put("a"));
    pair.bens("other").edit(tx -> tx.register(register).put("b"));
    pair.meet();
    return pair.anas("other").conflicts().all().get(0).messages().get(3).key();
  }

  @Test
  void at_most_sixteen_are_listed_and_the_number_of_all_is_told() {
    Document minutes = pair.anas("minutes");
    minutes.edit(tx -> tx.register("state").put("0"));
    pair.meet();
    for (int i = 0; i < 20; i++) {
      Path path = dir.resolve("other" + i);
      try (Replica other = Replica.open(path, o -> o.author("other"))) {
        Space space = other.join(pair.anas().invite(List.of()), "team");
        Pair.give(pair.bens(), space, true);
        space.document("minutes").edit(tx -> tx.register("state").put("by another"));
        space.freeze();
        Pair.give(space, pair.anas(), false);
      }
    }
    Conflict conflict = minutes.conflicts().all().get(0);
    assertEquals(21, conflict.count());
    assertEquals(16, conflict.candidates().size());
    assertTrue(conflict.messages().contains(new Message.MoreKept(5)));
    conflict.keep(16);
    assertEquals(List.of(), minutes.conflicts().all());
  }

  @Test
  void what_was_settled_without_asking_is_listed() {
    pair.anas("minutes").edit(tx -> tx.set("tags").add("red").add("blue"));
    pair.anas("minutes").edit(tx -> tx.list("items").add("milk").add("bread"));
    pair.meet();
    pair.anas("minutes").edit(tx -> tx.set("tags").discard("red").add("red"));
    pair.bens("minutes").edit(tx -> tx.set("tags").discard("red").discard("blue"));
    pair.anas("minutes").edit(tx -> tx.list("items").move(1, 0));
    pair.bens("minutes").edit(tx -> tx.list("items").delete(1));
    titles();
    pair.bens("minutes").edit(tx -> tx.map("meta").put("title", "Start"));
    List<Resolution> settled = pair.bens("minutes").conflicts().resolved(10);
    assertEquals(
        List.of("AddStays", "MoveStays", "WroteOver"),
        settled.stream().map(one -> one.message().key()).sorted().toList());
    assertEquals("WroteOver", settled.get(0).message().key(), "the newest first");
    Message.WroteOver over = (Message.WroteOver) settled.get(0).message();
    assertEquals(2, over.count());
    assertEquals("Ben", over.who());
    assertEquals(1, pair.bens("minutes").conflicts().resolved(1).size());
    assertTrue(pair.bens("minutes").set("tags").contains("red"));
    assertFalse(pair.bens("minutes").set("tags").contains("blue"));
  }

  @Test
  void a_conflict_in_what_was_removed_is_not_listed() {
    pair.anas("minutes").edit(tx -> tx.map("meta").map("room").put("name", "A1"));
    pair.meet();
    pair.anas("minutes").edit(tx -> tx.map("meta").map("room").put("name", "A2"));
    pair.bens("minutes").edit(tx -> tx.map("meta").map("room").put("name", "A3"));
    pair.meet();
    assertEquals("meta.room.name", pair.anas("minutes").conflicts().all().get(0).path());
    pair.anas("minutes").edit(tx -> tx.map("meta").remove("room"));
    assertEquals(List.of(), pair.anas("minutes").conflicts().all());
  }

  @Test
  void why_tells_what_is_shown_and_refuses_what_is_no_place() {
    titles();
    Conflicts conflicts = pair.anas("minutes").conflicts();
    assertEquals("Apart", conflicts.why("meta.title").get(0).key());
    conflicts.all().get(0).dismiss();
    assertEquals("Ben", ((Message.OnlyValue) conflicts.why("meta.title").get(0)).who());
    assertEquals("NoValue", conflicts.why("meta.other").get(0).key());
    for (String path : List.of("body", "nothing", "meta", "meta[0]", "", "meta.title.x")) {
      RejoinException refused =
          assertThrows(RejoinException.class, () -> conflicts.why(path), path);
      assertEquals(ErrorCode.BAD_ARGUMENT, refused.code());
    }
  }

  /** How long a device had been apart: since the newest work of others that it had. */
  @Test
  void apart_is_the_time_since_the_newest_change_of_others() {
    ReplicaId ana = new ReplicaId(0, 1);
    ReplicaId ben = new ReplicaId(0, 2);
    Change seen = change(ana, 1, Heads.none(), 0, 1_000_000);
    Heads deps = new Heads(List.of(new Head(seen.last(), new ChainMark(1, 1))));
    Change first = change(ben, 1, deps, 0, 2_000_000);
    Change second = change(ben, 2, Heads.none(), 1, 9_000_000);
    List<Change> all = List.of(seen, first, second);
    assertEquals(Duration.ofMillis(8_000_000), Provenance.apart(second, id -> of(all, id)));
    assertEquals(Duration.ofMillis(1_000_000), Provenance.apart(first, id -> of(all, id)));
    assertNull(Provenance.apart(seen, id -> of(all, id)));
    Change early = change(ben, 3, deps, 2, 5);
    assertEquals(Duration.ZERO, Provenance.apart(early, id -> of(all, id)), "clocks differ");
  }

  private static Change of(List<Change> all, OpId id) {
    return all.stream().filter(change -> change.last().equals(id)).findFirst().orElseThrow();
  }

  private static Change change(
      ReplicaId replica, long seq, Heads deps, long previous, long timeMillis) {
    List<Op> ops = List.of(new Op.Unknown(99, 1));
    return new Change(
        replica, seq, seq, "minutes", previous, deps, seq, timeMillis, "", "", false, ops);
  }
}
