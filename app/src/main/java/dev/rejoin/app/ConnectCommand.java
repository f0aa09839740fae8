package dev.rejoin.app;

import dev.rejoin.replica.Replica;
import dev.rejoin.replica.net.LinkClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin connect}: a direct link to one relay or device, for as long as it runs. */
@Command(name = "connect", description = "Stay connected to one relay or device until interrupted.")
final class ConnectCommand extends Verb {
  @Parameters(paramLabel = "ADDR", description = "host:port")
  private String address = "";

  ConnectCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    String checked = LinkClient.checkAddress(address);
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      try (Node node = Node.start(invocation, replica, List.of(checked))) {
        LiveWatch watch = node.watch();
        watch.say("ready", checked, Json.object(), "Connecting to " + checked + " until Ctrl-C.");
        watch.untilInterrupted();
      }
    }
    return ExitCode.DONE;
  }
}
