package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of this one, spoken to in lines over its standard streams. Safe
 * for any thread.
 *
 * <p>Its standard error goes to a file, whose end becomes part of the message when it dies. It must
 * end by itself when its standard input does, so that it never outlives this process.
 */
final class BenchProcess implements AutoCloseable {
  private static final int LOG_TAIL = 2_000;

  /** For processes that live shortly: a quick start counts more than speed later. */
  static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final String name;
  private final Process process;
  private final Writer input;
  private final Path log;

  private BenchProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.log = log;
  }

  /**
   * Starts a main class.
   *
   * @param options of the JVM
   * @param log where its standard error goes
   * @param lines hears each line of its standard output, on a thread of its own, and null at the
   *     end
   */
  static BenchProcess start(
      String name,
      List<String> options,
      Class<?> mainClass,
      List<String> arguments,
      Path log,
      Listener lines) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    for (String inherited : List.of("java.io.tmpdir", "rejoin.native.dir")) {
      String value = System.getProperty(inherited);
      if (value != null) {
        command.add("-D" + inherited + "=" + value);
      }
    }
    command.addAll(options);
    command.add(mainClass.getName());
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      BenchProcess started = new BenchProcess(name, process, log);
      Thread reader = new Thread(() -> started.read(lines), "lines of " + name);
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.UNKNOWN, "cannot start a process for " + name + ": " + e.getMessage(), e);
    }
  }

  /** Hears what a process writes. */
  interface Listener {
    void line(String line);

    /** The process writes no more. */
    void ended();
  }

  private void read(Listener lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.line(line);
      }
    } catch (IOException e) {
      lines.line("failed UNKNOWN its output broke off: " + e.getMessage());
    }
    lines.ended();
  }

  String name() {
    return name;
  }

  /** Sends a line to its standard input; a process that is gone does not mind. */
  synchronized void send(String line) {
    try {
      input.write(line);
      input.write('\n');
      input.flush();
    } catch (IOException e) {
      Thread.onSpinWait(); // it has ended: its listener tells
    }
  }

  /** A failure as the process tells it: the name of a code, and a message. */
  RejoinException failure(String told) {
    String[] words = told.split(" ", 2);
    ErrorCode code = ErrorCode.valueOf(words[0]);
    String prefix = code.code() + " ";
    String message = words[1].startsWith(prefix) ? words[1].substring(prefix.length()) : words[1];
    String tail = logTail();
    return new RejoinException(
        code, name + ": " + message + (tail.isEmpty() ? "" : "; its log ends: " + tail));
  }

  /** The end of what it wrote to standard error. */
  String logTail() {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - LOG_TAIL)).strip();
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
        process.destroyForcibly();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends its input and waits for it to go; after ten seconds it is killed. */
  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    awaitEnd();
  }
}
