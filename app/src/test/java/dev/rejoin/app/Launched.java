package dev.rejoin.app;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, which can be killed. */
final class Launched implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Transcript out;
  private final Transcript err;

  Launched(Map<String, String> environment, List<String> arguments) {
    String name = String.join(" ", arguments);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    this.out = new Transcript("out of " + name);
    this.err = new Transcript("err of " + name);
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    out.copy(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    err.copy(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  Transcript out() {
    return out;
  }

  Transcript err() {
    return err;
  }

  long pid() {
    return process.pid();
  }

  void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot type: " + err.text(), e);
    }
  }

  /** Kills it as a crash would. */
  void kill() {
    process.destroyForcibly();
    exit();
  }

  /** Asks it to end, as a service manager does, and waits. */
  int terminate() {
    process.destroy();
    return exit();
  }

  int exit() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + out.text() + err.text());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for a process", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exit();
  }
}
