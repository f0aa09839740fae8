package dev.rejoin.app;

import dev.rejoin.proto.RejoinException;
import dev.rejoin.relay.RelayServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A relay in a process of its own, which ends when its standard input does. */
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
   */
  static BenchRelay start(Path directory, int port) throws InterruptedException {
    CompletableFuture<String> first = new CompletableFuture<>();
    BenchProcess process =
        BenchProcess.start(
            "relay",
            BenchRelay.class.getName(),
            List.of(directory.toString(), String.valueOf(port)),
            directory.resolveSibling(directory.getFileName() + ".log"),
            new BenchProcess.Listener() {
              @Override
              public void line(String line) {
                first.complete(line);
              }

              @Override
              public void ended() {
                first.complete("failed UNKNOWN its process ended");
              }
            });
    try {
      String line = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!line.startsWith("port ")) {
        throw process.failure(line.substring(line.indexOf(' ') + 1));
      }
      return new BenchRelay(process, Integer.parseInt(line.substring("port ".length())));
    } catch (ExecutionException | TimeoutException | RejoinException e) {
      process.kill();
      throw e instanceof RejoinException known ? known : process.failure("UNKNOWN " + e);
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
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    try (RelayServer relay =
        RelayServer.start(directory, "127.0.0.1", Integer.parseInt(arguments[1]))) {
      System.out.println("port " + relay.port());
      System.out.flush();
      while (System.in.read() >= 0) {
        Thread.onSpinWait(); // nothing is said to a relay: only the end counts
      }
    } catch (RejoinException e) {
      System.out.println("failed " + e.code() + " " + e.getMessage());
    }
  }
}
