package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command in this process, as one user with one replica, and keeps what it prints. */
final class Cli {
  private final Map<String, String> environment = new HashMap<>();
  private byte[] input = {};

  /** A user whose replica is in this directory. */
  static Cli at(Path directory) {
    Cli cli = new Cli();
    cli.environment.put("REJOIN_HOME", directory.toString());
    cli.environment.put("REJOIN_AUTHOR", "Ana");
    return cli;
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What the next runs read from standard input. */
  Cli typing(String text) {
    return typingBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  Cli typingBytes(byte[] bytes) {
    input = bytes;
    return this;
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            false,
            Map.copyOf(environment));
    int exit = Main.run(Invocation.direct(terminal, List.of(arguments)));
    terminal.flush();
    return new Result(String.join(" ", arguments), exit, out.toString(), err.toString());
  }

  /** Starts a command that goes on. */
  Running start(String... arguments) {
    return new Running(environment, List.of(arguments));
  }

  /** Starts a command in a process of its own. */
  Launched launch(String... arguments) {
    return new Launched(environment, List.of(arguments));
  }

  /** Runs a command that must succeed. */
  Result ok(String... arguments) {
    return run(arguments).exits(ExitCode.DONE);
  }

  /** How one run ended. */
  record Result(String command, int exit, String out, String err) {
    Result exits(ExitCode code) {
      if (exit != code.number()) {
        throw new AssertionError("expected exit " + code + " (" + code.number() + "): " + this);
      }
      return this;
    }

    JsonNode json() {
      try {
        return Json.MAPPER.readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + this, e);
      }
    }
  }
}
