package dev.rejoin.app;

import dev.rejoin.replica.Replica;
import dev.rejoin.replica.net.LinkServer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin listen}: lets other devices connect directly, without a relay. */
@Command(name = "listen", description = "Let other devices connect directly until interrupted.")
final class ListenCommand extends Verb {
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

  ListenCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      try (Node node = Node.start(invocation, replica, List.of());
          LinkServer server = replica.listen(host, port)) {
        LiveWatch watch = node.watch();
        watch.say(
            "listening",
            host + ":" + server.port(),
            Json.object().put("port", server.port()).put("device", replica.device().toString()),
            "Listening at %s:%d until Ctrl-C.".formatted(host, server.port()));
        watch.untilInterrupted();
      }
    }
    return ExitCode.DONE;
  }
}
