package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.relay.RelayServer;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin demo}. */
@Command(
    name = "demo",
    description = {
      "Watch two devices edit apart, meet through a relay, and agree.",
      "Runs on this machine in temporary folders, which are removed afterwards."
    })
final class DemoCommand extends Verb {
  /** How long a person gets to read a step. */
  private static final long READING_MILLIS = 2_000;

  @Option(names = "--headless", description = "Do not pause for reading.")
  private boolean headless;

  DemoCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    boolean paced = !headless && !invocation.json() && invocation.terminal().outTty();
    DemoScreen screen = invocation.json() ? null : new DemoScreen(invocation.terminal());
    DemoTeller teller = new DemoTeller(screen, paced ? READING_MILLIS : 0);
    try (BenchFolder folder = BenchFolder.open(null, "demo")) {
      Path path = folder.path();
      try (RelayServer relay = RelayServer.start(path.resolve("relay"), "127.0.0.1", 0);
          DemoCable cable = new DemoCable(relay.port());
          DemoPerson ana = DemoPerson.founding("Ana", path.resolve("ana"));
          DemoPerson ben = DemoPerson.joining("Ben", path.resolve("ben"), ana.invite())) {
        boolean converged = new DemoStory(teller, cable, ana, ben).play();
        if (invocation.json()) {
          invocation.print(json(teller, converged, ana, ben));
        }
        return converged ? ExitCode.DONE : ExitCode.FAILED;
      }
    }
  }

  private static ObjectNode json(DemoTeller teller, boolean converged, DemoPerson... people) {
    ObjectNode json = Json.answer().put("converged", converged);
    ArrayNode replicas = json.putArray("replicas");
    for (DemoPerson person : people) {
      replicas.add(person.json().put("digest", person.digest()));
    }
    json.set("steps", teller.steps());
    return json;
  }
}
