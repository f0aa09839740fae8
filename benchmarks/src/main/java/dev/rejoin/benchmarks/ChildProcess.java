package dev.rejoin.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one measuring process to its end, or to its limit. */
final class ChildProcess {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TAIL = 300;

  private final List<String> command;
  private final Path folder;
  private final Path log;

  ChildProcess(List<String> command, Path folder, Path log) {
    this.command = command;
    this.folder = folder;
    this.log = log;
  }

  /**
   * What came of it.
   *
   * @param lines what it told
   * @param open the row it was at when it ended too early, or empty
   * @param openMillis how long it had been at that row
   * @param failure why it ended too early, or empty
   * @param timedOut whether that was the limit
   */
  record Outcome(
      List<ObjectNode> lines, String open, long openMillis, String failure, boolean timedOut) {}

  Outcome run(int limitSeconds) throws InterruptedException {
    Process process = start();
    List<ObjectNode> lines = new ArrayList<>();
    Thread reader = new Thread(() -> read(process, lines), "lines of a measuring process");
    reader.start();
    try {
      boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
      return outcome(lines, ended, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(ProcessBuilder.Redirect.PIPE)
          .redirectError(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  private static void read(Process process, List<ObjectNode> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("{")) {
          ObjectNode told = (ObjectNode) MAPPER.readTree(line);
          lines.add(told.has("start") ? told.put("atNanos", System.nanoTime()) : told);
        }
      }
    } catch (JsonProcessingException e) {
      lines.add(Harness.line().put("row", "*").put("failed", "it wrote half a line"));
    } catch (IOException e) {
      process.destroyForcibly(); // it was killed: what it told before counts
    }
  }

  private Outcome outcome(List<ObjectNode> lines, boolean ended, int exit) {
    String open = "";
    long openNanos = System.nanoTime();
    for (ObjectNode line : lines) {
      if (line.has("start")) {
        open = line.get("start").asText();
        openNanos = line.get("atNanos").longValue();
      } else if (line.path("row").asText().equals(open)) {
        open = "";
      }
    }
    String failure = "";
    if (ended && exit != 0) {
      failure = "the process ended with " + exit + ": " + complaint();
    }
    long openMillis = (System.nanoTime() - openNanos) / 1_000_000;
    return new Outcome(lines, open, openMillis, failure, !ended);
  }

  /** The line of the log that says most, or its end. */
  private String complaint() {
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.UTF_8);
      String told =
          all.stream()
              .filter(line -> line.matches(".*(Error|Exception|panicked|memory).*"))
              .findFirst()
              .orElse(all.isEmpty() ? "it said nothing" : all.get(all.size() - 1));
      return told.substring(0, Math.min(TAIL, told.length()));
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }
}
