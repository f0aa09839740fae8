package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations as an application uses them. */
final class AnnotationsTest {
  @TempDir Path dir;
  private Replica me;
  private Document minutes;
  private Annotations notes;

  @BeforeEach
  void open() {
    me = Replica.open(dir, o -> o.author("Ana"));
    minutes = me.space("team").document("minutes");
    minutes.edit(tx -> tx.text("body").append("Kick-off on Monday at ten."));
    notes = minutes.annotations("body");
  }

  @AfterEach
  void close() {
    me.close();
  }

  @Test
  void a_thread_on_some_words() {
    Annotation note = notes.add(12, 18, "Isn't Monday a holiday?");
    assertEquals("Monday", note.quote().exact());
    assertEquals("Ana", note.author());
    assertTrue(note.created().isPresent());
    assertEquals(AnnotationState.LIVE, note.state());
    note = note.reply("Moved to Tuesday.").tag("date").resolve();
    assertEquals("Moved to Tuesday.", note.replies().get(0).body());
    assertEquals("Ana", note.replies().get(0).author());
    assertTrue(note.isResolved());
    assertEquals(Set.of("date"), note.tags());
    note = note.reopen().untag("date");
    assertFalse(note.isResolved());
    assertEquals(Set.of(), note.tags());
    assertEquals(List.of(note.id()), notes.at(17).stream().map(Annotation::id).toList());
    assertEquals(List.of(), notes.at(18));
    assertEquals(1, notes.size());
  }

  @Test
  void what_is_read_stays_as_it_was() {
    Annotation before = notes.add(12, 18, "why?");
    before.reply("because");
    minutes.edit(tx -> tx.text("body").insert(0, "The "));
    assertEquals(12, before.start());
    assertEquals(List.of(), before.replies());
    assertEquals(16, before.now().start());
    assertEquals(1, before.now().replies().size());
  }

  @Test
  void a_removed_one_comes_back_with_its_thread() {
    Annotation note = notes.add(12, 18, "why?").reply("because");
    note.remove();
    assertEquals(0, notes.size());
    assertEquals(ErrorCode.ANNOTATION_UNKNOWN, code(note::now));
    assertEquals(ErrorCode.ANNOTATION_UNKNOWN, code(() -> note.reply("still there?")));
    assertEquals(1, notes.restore(note.id()).replies().size());
  }

  @Test
  void its_state_is_there_after_a_restart() {
    OpId id = notes.add(12, 18, "why?").reply("because").id();
    minutes.edit(tx -> tx.text("body").delete(8, 18));
    me.close();
    me = Replica.open(dir, o -> o.author("Ana"));
    notes = me.existingSpace("team").document("minutes").annotations("body");
    assertEquals(AnnotationState.ORPHANED, notes.get(id).state());
    assertEquals("because", notes.get(id).replies().get(0).body());
  }

  @Test
  void deleted_words_take_it_along_and_undo_brings_both_back() {
    OpId id = notes.add(12, 18, "why?").id();
    minutes.editAs("Ben", "", tx -> tx.text("body").delete(9, 19));
    assertEquals(AnnotationState.ORPHANED, notes.get(id).state());
    assertEquals(9, notes.get(id).start());
    assertEquals(1, notes.size());
    minutes.undo("Ben").undo();
    assertEquals(AnnotationState.LIVE, notes.get(id).state());
    assertEquals(12, notes.get(id).start());
  }

  @Test
  void words_that_are_replaced_take_over_annotations_and_formats() {
    minutes.edit(tx -> tx.text("body").mark(12, 18, "bold", Value.of(true), Expand.NONE));
    Annotation note = notes.add(12, 18, "why?");
    minutes.edit("another day", tx -> tx.text("body").replace(12, 18, "Tuesday"));
    assertEquals(AnnotationState.EDITED, note.now().state());
    assertEquals(12, note.now().start());
    assertEquals(19, note.now().end());
    assertEquals(Value.of(true), minutes.text("body").formatsAt(18).get("bold"));
    minutes.undo("Ana").undo();
    assertEquals(AnnotationState.LIVE, note.now().state());
  }

  @Test
  void a_lost_one_is_attached_where_somebody_says() {
    Annotation note = notes.add(12, 18, "why?");
    minutes.edit(tx -> tx.text("body").delete(12, 18).insert(12, "Tuesday"));
    note = note.now();
    assertEquals(AnnotationState.ORPHANED, note.state());
    assertEquals(12, note.suggestion().orElseThrow().from());
    assertEquals(19, note.suggestion().orElseThrow().to());
    OpId id = note.id();
    minutes.edit("attach", tx -> tx.annotations("body").acceptSuggestion(id));
    note = note.now();
    assertEquals(AnnotationState.LIVE, note.state());
    assertEquals("Tuesday", note.quote().exact());
    Annotation live = note;
    assertEquals(ErrorCode.ANNOTATION_LIVE, code(() -> live.reanchor(0, 3)));
    assertTrue(minutes.undo("Ana").undo().isPresent());
    assertEquals(AnnotationState.ORPHANED, notes.get(id).state());
    assertEquals("Monday", notes.get(id).quote().exact());
  }

  @Test
  void an_ambiguous_place_is_not_guessed() {
    Annotation note = notes.add(12, 18, "why?");
    minutes.edit(tx -> tx.text("body").delete(12, 18).append(" Monday, or Monday."));
    assertTrue(note.suggestion().isEmpty());
    RejoinException none = assertThrows(RejoinException.class, note::acceptSuggestion);
    assertEquals(ErrorCode.NO_SUGGESTION, none.code());
    assertTrue(none.getMessage().contains("2 places"), none.getMessage());
    assertEquals(AnnotationState.ORPHANED, note.now().state());
  }

  @Test
  void bad_input_changes_nothing() {
    minutes.edit(tx -> tx.text("body").append("\uD83D\uDE00"));
    Annotation note = notes.add(12, 18, "why?");
    String before = minutes.digest();
    int end = minutes.text("body").length();
    assertEquals(ErrorCode.POSITION_OUT_OF_RANGE, code(() -> notes.add(5, 5, "empty")));
    assertEquals(ErrorCode.POSITION_OUT_OF_RANGE, code(() -> notes.add(6, 5, "backwards")));
    assertEquals(ErrorCode.POSITION_OUT_OF_RANGE, code(() -> notes.add(5, end + 1, "far")));
    assertEquals(ErrorCode.POSITION_OUT_OF_RANGE, code(() -> notes.add(-1, 3, "before")));
    assertEquals(ErrorCode.SPLIT_SURROGATE_PAIR, code(() -> notes.add(0, end - 1, "half")));
    assertEquals(ErrorCode.LONE_SURROGATE, code(() -> notes.add(0, 1, "\uD83D")));
    String huge = "x".repeat(10_000_000);
    assertEquals(ErrorCode.VALUE_TOO_LARGE, code(() -> note.reply(huge)));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, code(() -> notes.add(0, 1, huge)));
    assertEquals(ErrorCode.ANNOTATION_LIVE, code(() -> note.reanchor(0, 3)));
    assertEquals(ErrorCode.NO_SUGGESTION, code(note::acceptSuggestion));
    OpId none = new OpId(new ReplicaId(7, 7), 7);
    assertEquals(ErrorCode.ANNOTATION_UNKNOWN, code(() -> notes.get(none)));
    assertEquals(ErrorCode.ANNOTATION_UNKNOWN, code(() -> notes.remove(none)));
    assertEquals(ErrorCode.ANNOTATION_UNKNOWN, code(() -> notes.restore(none)));
    assertEquals(ErrorCode.KEY_INVALID, code(() -> note.tag("")));
    assertEquals(before, minutes.digest());
    String long_ = "y".repeat(Limits.MAX_QUOTE_BYTES + 1);
    minutes.edit(tx -> tx.text("long").append(long_));
    assertEquals(
        ErrorCode.VALUE_TOO_LARGE,
        code(() -> minutes.annotations("long").add(0, long_.length(), "too long")));
    minutes.annotations("long").add(1, long_.length(), "just fits");
  }

  /** A relay sees from outside what a change is, so nothing else may hide in it. */
  @Test
  void comments_are_changes_of_a_class_of_their_own() {
    notes.add(12, 18, "why?").reply("because");
    minutes.edit("tea", tx -> tx.text("body").append(" Bring tea."));
    minutes.edit("tea", tx -> tx.text("body").append(" And cups."));
    minutes.edit("ask", tx -> tx.annotations("body").add(0, 4, "of what?"));
    minutes.undo("Ana").undo();
    List<Integer> classes =
        minutes.history().entries().stream().map(entry -> opClass(entry.change().from())).toList();
    assertEquals(
        List.of(
            ChangeCodec.ANY,
            ChangeCodec.COMMENT,
            ChangeCodec.ANY,
            ChangeCodec.COMMENT,
            ChangeCodec.COMMENT),
        classes);
  }

  private int opClass(long from) {
    var journal = me.existingSpace("team").journal();
    var line = journal.line(minutes.space().replicaId());
    return ChangeCodec.header(journal.rowAt(line, from).change()).opClass();
  }

  /** The past is made from the journal again, and must be what the document was. */
  @Test
  void a_false_claim_had_no_effect_in_old_versions_either() {
    Space space = minutes.space();
    DeviceKey key = DeviceKey.generate();
    byte[] salt = DeviceKey.randomBytes(16);
    ReplicaId stranger = Signing.replicaId(key.id(), salt);
    var tx = new DocumentState("minutes").begin(stranger, 1, false);
    tx.map("meta").put("title", "smuggled");
    Change change =
        new Change(stranger, 1, 1, "minutes", 0, Heads.none(), 1, 0, "", "", false, tx.ops());
    byte[] bytes =
        ChangeCodec.encode(
            change,
            new ChangeCodec.Header(
                1, 1, 0, ChangeCodec.COMMENT, List.of(), key.id().bytes(), salt));
    ChainHash hash = ChainHash.start(space.id(), stranger).next(bytes);
    byte[] signature = key.sign(Signing.head(space.id(), stranger, 1, hash));
    assertNull(space.take(new SignedBatch(stranger, List.of(bytes), signature), false).code());
    Heads then = minutes.history().heads();
    assertEquals(Optional.empty(), minutes.map("meta").get("title"));
    minutes.edit(more -> more.text("body").append("more"));
    assertEquals(Optional.empty(), minutes.history().view(then).map("meta").get("title"));
    minutes.history().restore(then);
    assertEquals(Optional.empty(), minutes.map("meta").get("title"));
  }

  /** What the header says comes to where it is checked; see the test of the data types. */
  @Test
  void a_false_claim_has_no_effect() {
    ReplicaId stranger = new ReplicaId(7, 7);
    ContainerId body = new ContainerId.Root("body", Kind.TEXT);
    Op smuggled = new Op.Insert(body, null, Side.RIGHT, "smuggled");
    Change change =
        new Change(
            stranger, 1, 8, "minutes", 0, Heads.none(), 1, 0, "", "", false, List.of(smuggled));
    ChainMark mark = new ChainMark(7, 8);
    for (int opClass : new int[] {ChangeCodec.ANY, ChangeCodec.COMMENT}) {
      var header = new ChangeCodec.Header(1, 8, 0, opClass, List.of(), null, null);
      byte[] bytes = ChangeCodec.encode(change, header);
      DocumentState state = new DocumentState("minutes");
      Row row = new Row(1, stranger, 1, 8, mark, null, bytes);
      var imported = state.apply(List.of(OpLookup.received(row)), false);
      assertEquals(opClass, imported.invalid().size());
      assertEquals(opClass == ChangeCodec.ANY ? "smuggled" : "", state.text("body").content());
    }
  }

  @Test
  void a_comment_may_be_as_long_as_the_limit() {
    String most = "x".repeat(Limits.MAX_COMMENT_BYTES);
    assertEquals(most, notes.add(0, 4, most).body());
    assertEquals(ErrorCode.VALUE_TOO_LARGE, code(() -> notes.add(0, 4, most + "x")));
    assertEquals(1, notes.size());
  }

  @Test
  void an_edit_makes_text_and_comment_together() {
    minutes.edit(
        tx -> {
          int at = tx.text("body").length();
          tx.text("body").append(" Room 5.");
          OpId id = tx.annotations("body").add(at + 1, at + 7, "or 6?");
          tx.annotations("body").reply(id, "5");
        });
    assertEquals("Room 5", notes.list().get(0).quote().exact());
    assertEquals("5", notes.list().get(0).replies().get(0).body());
    Document other = me.space("team").document("other");
    assertThrows(
        RejoinException.class,
        () ->
            other.edit(
                tx -> {
                  tx.text("body").append("x");
                  tx.annotations("body").add(0, 9, "too far");
                }));
    assertEquals("", other.text("body").content());
  }

  private static ErrorCode code(Runnable edit) {
    return assertThrows(RejoinException.class, edit::run).code();
  }
}
