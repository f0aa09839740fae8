package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Resolution;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.rules.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin conflicts}: what was written apart and waits for somebody to choose. */
@Command(
    name = "list",
    description = "List what was written apart: who wrote what, what is shown and why.")
final class ConflictsCommand extends Verb {
  private static final int MOST_RESOLVED = 50;

  @Parameters(arity = "0..1", paramLabel = "DOC", description = "document; default all of them")
  private @Nullable String document;

  @Option(names = "--open", description = "Only those that wait for somebody; this is the default.")
  private boolean open;

  @Option(
      names = "--all",
      description = "Also those that a rule settles, and what was settled before.")
  private boolean all;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Only what was made in this time, such as 2h or 7d.")
  private @Nullable Duration since;

  @Option(names = "--check", description = "End with 4 if any waits for somebody.")
  private boolean check;

  @Mixin private Speech speech = new Speech();

  ConflictsCommand(Invocation invocation) {
    super(invocation);
  }

  /** The verb, which lists, with the verbs below it. */
  static CommandLine line(Invocation invocation) {
    CommandLine group = new CommandLine(new ConflictsCommand(invocation));
    group.getCommandSpec().name("conflicts");
    group.addSubcommand("list", new ConflictsCommand(invocation));
    group.addSubcommand("show", new ConflictsShowCommand(invocation));
    group.addSubcommand("keep", new ConflictsKeepCommand(invocation));
    group.addSubcommand("dismiss", new ConflictsDismissCommand(invocation));
    return group;
  }

  private record Settled(String document, Resolution resolution) {}

  @Override
  ExitCode run(Invocation invocation) {
    if (open && all) {
      throw new IllegalArgumentException("--open and --all exclude each other");
    }
    Sentences sentences = speech.sentences();
    try (OpenReplica opened = invocation.open()) {
      Replica replica = opened.replica();
      Place place = document == null ? null : Place.existing(invocation, replica, document);
      Space space = place == null ? Place.space(invocation, replica) : place.space();
      Instant from = since == null ? Instant.MIN : Instant.now().minus(since);
      List<Conflict> found =
          (place == null ? space.conflicts() : place.document().conflicts().all())
              .stream()
                  .filter(one -> (all || !one.isSettled()) && !one.made().isBefore(from))
                  .toList();
      List<Settled> settled = all ? settled(space, place, from) : List.of();
      long waiting = found.stream().filter(one -> !one.isSettled()).count();
      print(invocation, sentences, space, found, settled, waiting);
      return check && waiting > 0 ? ExitCode.CONFLICTS : ExitCode.DONE;
    }
  }

  private static List<Settled> settled(Space space, @Nullable Place place, Instant from) {
    List<String> names = place == null ? space.documents() : List.of(place.name());
    List<Settled> settled = new ArrayList<>();
    for (String name : names) {
      for (Resolution one : space.document(name).conflicts().resolved(MOST_RESOLVED)) {
        if (!one.when().isBefore(from)) {
          settled.add(new Settled(name, one));
        }
      }
    }
    Comparator<Settled> byTime = Comparator.comparing(one -> one.resolution().when());
    settled.sort(byTime.reversed());
    return settled.subList(0, Math.min(MOST_RESOLVED, settled.size()));
  }

  private void print(
      Invocation invocation,
      Sentences sentences,
      Space space,
      List<Conflict> found,
      List<Settled> settled,
      long waiting) {
    if (invocation.json()) {
      ObjectNode answer = Json.answer().put("space", space.name()).put("open", waiting);
      ArrayNode conflicts = answer.putArray("conflicts");
      found.forEach(one -> conflicts.add(ConflictList.json(one, sentences)));
      if (all) {
        ArrayNode before = answer.putArray("resolved");
        settled.forEach(
            one -> before.add(ConflictList.json(one.resolution(), one.document(), sentences)));
      }
      invocation.print(answer);
      return;
    }
    for (Conflict one : found) {
      ConflictList.lines(one, sentences, false).forEach(invocation::print);
    }
    for (Settled one : settled) {
      invocation.print("✓  " + sentences.say(one.resolution().message()));
    }
    if (waiting == 0) {
      invocation.talk("Nothing waits for somebody to choose.");
    }
  }
}
