package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code rejoin relay serve} in a process of its own, which ends when its standard input does. */
final class BenchRelay implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BenchProcess process;
  private final int port;

  private BenchRelay(BenchProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a relay process and waits until it listens.
   *
   * @param port 0 for any free one
   * @param options of its JVM
   */
  static BenchRelay start(Path directory, int port, List<String> options)
      throws InterruptedException {
    CompletableFuture<String> first = new CompletableFuture<>();
    BenchProcess process =
        BenchProcess.start(
            "relay",
            options,
            BenchRelay.class,
            List.of(directory.toString(), String.valueOf(port)),
            directory.resolveSibling(directory.getFileName() + ".log"),
            new BenchProcess.Listener() {
              @Override
              public void line(String line) {
                first.complete(line);
              }

              @Override
              public void ended() {
                first.complete("its process ended");
              }
            });
    try {
      String line = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      JsonNode ready = line.startsWith("{") ? Json.MAPPER.readTree(line) : Json.object();
      if (!ready.path("event").asText().equals("ready")) {
        throw process.failure("UNKNOWN it does not start: " + line);
      }
      return new BenchRelay(process, ready.get("port").asInt());
    } catch (ExecutionException | TimeoutException | JsonProcessingException e) {
      process.kill();
      throw process.failure("UNKNOWN it does not start: " + e);
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  BenchProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }

  /** Arguments: directory and port. */
  public static void main(String[] arguments) {
    Thread leash = new Thread(BenchRelay::awaitEndOfInput, "leash");
    leash.setDaemon(true);
    leash.start();
    String data = arguments[0];
    Main.main(new String[] {"relay", "serve", "--json", "--data", data, "--port", arguments[1]});
  }

  /** Nothing is said to a relay: only the end counts. */
  private static void awaitEndOfInput() {
    try {
      System.in.readAllBytes();
    } catch (IOException e) {
      System.err.println("standard input broke: " + e.getMessage());
    }
    System.exit(0);
  }
}
