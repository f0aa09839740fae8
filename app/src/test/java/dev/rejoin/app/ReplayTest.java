package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayTest {
  @TempDir Path directory;

  private Path file(String json) throws IOException {
    Path file = directory.resolve("trace.json");
    Files.writeString(file, json, StandardCharsets.UTF_8);
    return file;
  }

  private Cli.Result replay(Path trace, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "bench";
    arguments[1] = "replay";
    arguments[2] = trace.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Cli.at(directory.resolve("home")).run(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "direct", "relay"})
  void everyWayEndsWithTheRecordedText(String via) throws IOException {
    Path keep = directory.resolve("stores");
    JsonNode json =
        replay(file(ReplayTraces.CONCURRENT), "--via", via, "--json", "--keep", keep.toString())
            .exits(ExitCode.DONE)
            .json();
    assertEquals(via, json.get("via").asText());
    assertEquals(6, json.get("transactions").asInt());
    assertEquals("endContent", json.get("checkedAgainst").asText());
    assertTrue(json.get("same").asBoolean());
    assertEquals(3, json.get("replicas").size());
    for (JsonNode replica : json.get("replicas")) {
      assertEquals("Hey 😀 you all!".length(), replica.get("textLength").asInt());
      assertEquals(json.at("/replicas/0/digest"), replica.get("digest"));
      assertTrue(replica.get("receivedBytes").asLong() > 0);
    }
    assertTrue(Files.isDirectory(keep.resolve("agent-2")), "--keep keeps the stores");
  }

  @Test
  void positionsCountCodePoints() throws IOException {
    replay(file(ReplayTraces.astral(7, 400))).exits(ExitCode.DONE);
  }

  @Test
  void aWriterAndAReaderReplayASequentialTrace() throws IOException {
    JsonNode json =
        replay(
                file(
                    """
                    {"startContent":"one","endContent":"one, two","txns":[
                      {"patches":[[3,0,", three"]]},{"patches":[[5,5,"two"]]}]}"""),
                "--json")
            .exits(ExitCode.DONE)
            .json();
    assertEquals(2, json.get("replicas").size());
    assertEquals(0, json.at("/replicas/1/edits").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "direct"})
  void anotherTextIsToldWithItsFirstDifference(String via) throws IOException {
    Path wrong = file("{\"endContent\":\"abd\",\"txns\":[{\"patches\":[[0,0,\"abc\"]]}]}");
    Cli.Result result = replay(wrong, "--via", via).exits(ExitCode.FAILED);
    assertTrue(result.err().startsWith("RJ-2109"), result.err());
    assertTrue(result.err().contains("differs first at 2: 'c' instead of 'd'"), result.err());
  }

  @Test
  void aPositionOutsideTheTextIsToldWithItsTransaction() throws IOException {
    String json = "{\"endContent\":\"\",\"txns\":[{\"patches\":[]},{\"patches\":[[5,0,\"x\"]]}]}";
    Cli.Result result = replay(file(json)).exits(ExitCode.FAILED);
    assertTrue(result.err().startsWith("RJ-2108 transaction 1 cannot be made"), result.err());
  }

  @Test
  void aPartIsComparedAmongTheReplicas() throws IOException {
    Cli.Result result = replay(file(ReplayTraces.CONCURRENT), "--limit", "3");
    assertTrue(result.exits(ExitCode.DONE).out().contains("all texts are the same"), result.out());
    assertFalse(result.out().contains("\u001b"), "no colours where nobody looks");
  }

  @Test
  void twoFriendsTypingAtOnceEndWithTheirText() {
    Path traces = Path.of(System.getProperty("rejoin.traces", "../../shared/traces"));
    Path trace = traces.resolve("concurrent/friendsforever.json.gz");
    assumeTrue(Files.isRegularFile(trace), "no traces in " + traces + "; see docs/benchmarks");
    JsonNode json = replay(trace, "--json").exits(ExitCode.DONE).json();
    assertEquals(26_078, json.get("transactions").asInt());
    assertEquals("endContent", json.get("checkedAgainst").asText());
  }
}
