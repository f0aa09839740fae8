package dev.rejoin.app;

import dev.rejoin.relay.RelayServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin relay serve}: a relay, which stores and forwards for devices that are away. */
@Command(name = "serve", description = "Run a relay until interrupted.")
final class RelayCommand extends Verb {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7447",
      description = "The port; 0 takes a free one; ${DEFAULT-VALUE} if not given.")
  private int port = 7_447;

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1",
      description = "The address of this machine; ${DEFAULT-VALUE} if not given.")
  private String host = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the relay keeps what it stores; default ~/.local/state/rejoin-relay.")
  private @Nullable Path data;

  RelayCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    Path directory = data != null ? data : Defaults.relayDirectory(invocation.terminal());
    try (RelayServer relay = RelayServer.start(directory.toAbsolutePath(), host, port)) {
      String address = host + ":" + relay.port();
      if (invocation.json()) {
        invocation.print(
            Json.answer()
                .put("event", "ready")
                .put("address", address)
                .put("port", relay.port())
                .put("device", relay.device().toString())
                .put("data", directory.toString()));
      } else {
        invocation.print(
            "Relay %s ready at %s   data in %s"
                .formatted(relay.device().shortForm(), address, directory));
      }
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE;
  }
}
