package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries that run in a JVM do everything they are measured at, at a small size. */
final class LibrariesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private Harness harness(Path dir) {
    String saved = dir.resolve("saved").toString();
    ChildOptions options = new ChildOptions(null, saved, null, 0, 0, 60_000, 0.0002);
    return new Harness(
        ChildOptions.parse(options.json()), new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private List<ObjectNode> rows() throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    for (String line : told.toString(StandardCharsets.UTF_8).split("\n")) {
      ObjectNode row = (ObjectNode) MAPPER.readTree(line);
      assertFalse(row.has("failed"), line);
      if (row.has("millis") || row.has("bytes")) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static PlainTrace trace() {
    List<Patch> patches =
        List.of(
            new Patch(0, 0, "hello"),
            new Patch(5, 0, " world"),
            new Patch(0, 1, "J"),
            new Patch(3, 2, ""));
    List<PlainTrace.Txn> txns =
        List.of(
            new PlainTrace.Txn(0, new int[0], List.of(new Patch(0, 0, "one two"))),
            new PlainTrace.Txn(0, new int[] {0}, List.of(new Patch(0, 3, "1"))),
            new PlainTrace.Txn(1, new int[] {0}, List.of(new Patch(7, 0, " three"))),
            new PlainTrace.Txn(0, new int[] {1, 2}, List.of(new Patch(11, 0, "!"))));
    return new PlainTrace("", txns, patches);
  }

  private void everything(PeerLibrary library, Path dir) {
    Harness harness = harness(dir);
    PlainTrace sequential = new PlainTrace("Jel world", List.of(), trace().patches());
    Replays replays = new Replays(harness, library, sequential);
    replays.sequential();
    replays.heap();
    replays.cold(System.nanoTime());
    new Merges(harness, library, new PlainTrace("1 two three!", trace().transactions(), List.of()))
        .concurrent();
    Shapes shapes = new Shapes(harness, library);
    shapes.pingPong();
    shapes.oneSided();
    shapes.offline();
    shapes.prepend();
    shapes.random();
    shapes.undo();
    shapes.anchors();
    ValueShapes values = new ValueShapes(harness, library);
    values.maps();
    values.counters();
    values.sets();
    new ListShapes(harness, library).all();
    new TreeShapes(harness, library).all();
    MarkShapes marks = new MarkShapes(harness, library);
    marks.marks();
    marks.annotations();
    new StepShapes(harness, library).undoAndRedo();
  }

  @Test
  void rejoin_does_everything(@TempDir Path dir) throws IOException {
    everything(new RejoinLibrary(), dir);
    List<ObjectNode> rows = rows();
    assertTrue(rows.size() >= 39, "only " + rows.size() + " rows: " + rows);
    assertTrue(
        rows.stream().noneMatch(row -> row.path("note").asText().contains("another text")),
        rows.toString());
  }

  @Test
  void the_floor_edits_texts(@TempDir Path dir) throws IOException {
    Harness harness = harness(dir);
    PlainTrace sequential = new PlainTrace("Jel world", List.of(), trace().patches());
    new Replays(harness, new FloorLibrary(), sequential).sequential();
    new Shapes(harness, new FloorLibrary()).random();
    assertEquals(
        List.of("local", "random"), rows().stream().map(row -> row.get("row").asText()).toList());
  }

  @Test
  void runs_end_where_the_kind_changes_or_the_cursor_jumps() {
    Runs runs = new Runs();
    assertFalse(runs.goesOn(0, 0, "a"));
    assertTrue(runs.goesOn(1, 0, "bc"));
    assertFalse(runs.goesOn(2, 1, ""), "a delete after inserts");
    assertTrue(runs.goesOn(1, 1, ""), "backspace");
    assertTrue(runs.goesOn(1, 1, ""), "forward delete");
    assertFalse(runs.goesOn(5, 0, "x"));
    assertFalse(runs.goesOn(3, 0, "y"), "the cursor jumped");
  }

  @Test
  void a_history_comes_back_whole_whatever_its_changes_join() {
    for (PeerDocument document : List.of(new RejoinLibrary().open(1), RejoinDocument.ofRuns(1))) {
      trace().patches().forEach(p -> document.edit(p.position(), p.deleted(), p.inserted()));
      for (byte[] bytes : List.of(document.save(Form.HISTORY), document.packed(Form.HISTORY))) {
        PeerDocument reader = new RejoinLibrary().open(2);
        reader.applySince(bytes);
        assertEquals("Jel world", reader.text());
      }
    }
  }

  @Test
  void options_and_a_saved_file_reach_the_other_process(@TempDir Path dir) throws IOException {
    ChildOptions options = new ChildOptions("t", "s", List.of("local"), 1, 2, 3, 0.5);
    assertEquals(options, ChildOptions.parse(options.json()));
    assertTrue(options.wants("local") && !options.wants("load"));
    PlainTrace sequential = new PlainTrace("Jel world", List.of(), trace().patches());
    new Replays(harness(dir), new RejoinLibrary(), sequential).sequential();
    assertTrue(Files.size(dir.resolve("saved")) > 0);
  }
}
