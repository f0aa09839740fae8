package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceReaderTest {
  @TempDir Path directory;

  private Trace read(String json) throws IOException {
    Path file = directory.resolve("trace.json");
    Files.writeString(file, json, StandardCharsets.UTF_8);
    return TraceReader.read(file);
  }

  @Test
  void readsTheSequentialFormatWithItsStartContent() throws IOException {
    Trace trace =
        read(
            """
            {"startContent":"ab","endContent":"aXb!","txns":[
              {"time":"2021-01-01","patches":[[1,0,"X"]]},
              {"time":"2021-01-01","patches":[[3,0,"!"],[0,0,""]]}]}""");
    assertFalse(trace.concurrent());
    assertEquals(1, trace.agents());
    assertEquals(2, trace.transactions());
    assertEquals(new Trace.Patch(0, 0, "ab"), trace.steps().get(0).patches().get(0));
    assertArrayEquals(new int[] {1}, trace.steps().get(2).parents());
    assertEquals("transaction 1", trace.nameOf(2));
    assertEquals("aXb!", trace.endContent());
  }

  @Test
  void readsTheConcurrentFormatZipped() throws IOException {
    Path file = directory.resolve("trace.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(ReplayTraces.CONCURRENT.getBytes(StandardCharsets.UTF_8));
    }
    Trace trace = TraceReader.read(file);
    assertTrue(trace.concurrent());
    assertEquals(3, trace.agents());
    assertArrayEquals(new int[] {1, 2}, trace.steps().get(3).parents());
  }

  @Test
  void aPartOfARecordingHasNoKnownEnd() throws IOException {
    Trace part = read(ReplayTraces.CONCURRENT).limitedTo(2);
    assertEquals(2, part.transactions());
    assertEquals(null, part.endContent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | does not start with an object",
        "{\"txns\":[]} | endContent is missing",
        "{\"endContent\":\"\"} | txns is missing",
        "{\"endContent\":7} | endContent is not a text (line 1",
        "{\"endContent\":\"\",\"txns\":{}} | txns is not a list",
        "{\"endContent\":\"\",\"txns\":[{\"time\":1}]} | transaction 0 has no patches",
        "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,-1,\"\"]]}]} | patch 0: deleted is -1",
        "{\"endContent\":\"\",\"txns\":[{\"patches\":[[1.5,0,\"\"]]}]} | position is 1.5",
        "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,0,\"\",9]]}]} | has more than position",
        "{\"endContent\":\"\\ud83d\",\"txns\":[]} | endContent holds half of a surrogate pair",
        "{\"kind\":\"tree\",\"endContent\":\"\",\"txns\":[]} | kind is 'tree'",
        "{\"kind\":\"concurrent\",\"endContent\":\"\",\"txns\":[]} | numAgents is missing",
        "{\"endContent\":\"\",\"txns\":[{\"parents\":[0],\"patches\":[]}]} | transaction 0: parent",
        "{\"endContent\":\"\",\"txns\":[ | is not JSON at line 1",
      })
  void whatIsNoTraceIsRefusedWithThePlace(String json, String expected) {
    RejoinException e = assertThrows(RejoinException.class, () -> read(json));
    assertEquals(ErrorCode.BAD_TRACE, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }

  @Test
  void anAgentThatIsNotCountedIsRefused() {
    String json =
        """
        {"kind":"concurrent","numAgents":1,"endContent":"","txns":[
          {"parents":[],"agent":1,"patches":[]}]}""";
    RejoinException e = assertThrows(RejoinException.class, () -> read(json));
    assertTrue(String.valueOf(e.getMessage()).contains("transaction 0 has agent 1"));
  }

  @Test
  void anAgentThatForgetsItsOwnEditIsRefused() throws IOException {
    Trace trace =
        read(
            """
            {"kind":"concurrent","numAgents":1,"endContent":"","txns":[
              {"parents":[],"agent":0,"patches":[]},
              {"parents":[],"agent":0,"patches":[]}]}""");
    RejoinException e = assertThrows(RejoinException.class, () -> TracePlan.of(trace));
    assertEquals(ErrorCode.BAD_TRACE, e.code());
    assertTrue(
        String.valueOf(e.getMessage()).contains("transaction 1 of agent 0 does not build on"));
  }

  @Test
  void aMissingFileIsNotABadTrace() {
    RejoinException e =
        assertThrows(
            RejoinException.class, () -> TraceReader.read(directory.resolve("nowhere.json")));
    assertEquals(ErrorCode.FILE_NOT_FOUND, e.code());
  }

  @Test
  void thePlanTakesExactlyWhatParentsNameAndFreezesThere() throws IOException {
    TracePlan plan = TracePlan.of(read(ReplayTraces.CONCURRENT));
    assertEquals(3, plan.replicas());
    assertArrayEquals(null, plan.takesBefore(1));
    assertArrayEquals(new int[] {1, 0, 0}, plan.takesBefore(2));
    assertTrue(plan.isBoundary(0), "agent 1 needs agent 0's first step without the second");
    assertArrayEquals(new int[] {0, 1, 0}, plan.takesBefore(3));
    assertEquals(List.of(0, 1, 3), plan.stepsOf(0));
  }
}
