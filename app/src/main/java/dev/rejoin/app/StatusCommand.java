package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin status}: where everything is. */
@Command(name = "status", description = "Tell where everything is: saved, sent, on a relay.")
final class StatusCommand extends Verb {
  @Option(
      names = "--check",
      description = "End with 3 if anything waits to be sent or received, or is refused.")
  private boolean check;

  StatusCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Status status = open.replica().status();
      StatusReport report =
          new StatusReport(
              status,
              open.replica().name(),
              open.replica().rememberedAddresses(),
              open.replica().directory().toFile().getUsableSpace());
      if (invocation.json()) {
        ObjectNode answer = report.json();
        answer.put("node", invocation.isServed());
        invocation.print(answer);
      } else {
        invocation.print(report.colour(), report.mark(), " " + report.headline());
        report.lines().forEach(invocation::print);
      }
      return check && report.needsAttention() ? ExitCode.ATTENTION : ExitCode.DONE;
    }
  }
}
