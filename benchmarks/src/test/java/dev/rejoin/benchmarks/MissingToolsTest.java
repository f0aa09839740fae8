package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is named, with the remedy. */
final class MissingToolsTest {
  @Test
  void a_missing_tool_can_be_done_without() {
    RejoinException missing = NodeTools.missing("there is no node", "Install Node.js, ");
    assertTrue(missing.getMessage().contains("there is no node"), missing.getMessage());
    assertEquals(
        "Install Node.js, or compare without it: --peers rejoin,floor,automerge-java.",
        missing.hint());
    assertEquals(20, NodeTools.majorOf("v20.20.2"));
    assertEquals(0, NodeTools.majorOf("nightly"));
  }

  @Test
  void missing_traces_say_where_to_get_them(@TempDir Path dir) {
    TraceFiles none = new TraceFiles(null, dir);
    RejoinException asked = assertThrows(RejoinException.class, () -> none.prepare("paper"));
    assertTrue(asked.hint().contains("github.com/josephg/editing-traces"), asked.hint());
    TraceFiles empty = new TraceFiles(dir, dir);
    RejoinException absent = assertThrows(RejoinException.class, () -> empty.prepare("paper"));
    assertTrue(absent.getMessage().contains("paper.json.gz"), absent.getMessage());
  }

  @Test
  void positions_of_a_prepared_trace_are_utf16_units(@TempDir Path dir) throws IOException {
    Path inside = Files.createDirectories(dir.resolve("sequential"));
    Files.writeString(
        inside.resolve("smile.json"),
        """
        {"startContent": "", "endContent": "😀xb",
         "txns": [{"patches": [[0, 0, "😀ab"]]}, {"patches": [[1, 1, "x"]]}]}
        """);
    TraceFiles files = new TraceFiles(dir, dir);
    files.prepare("smile");
    PlainTrace trace = PlainTrace.read(files.prepared("smile"));
    assertEquals(new Patch(2, 1, "x"), trace.patches().get(1));
    assertTrue(Files.readString(files.prepared("smile")).contains("[1,1,\"x\"]"));
  }
}
