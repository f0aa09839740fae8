package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Change;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin history}: the changes of a document, newest first. */
@Command(name = "history", description = "Tell who changed a document, when, and where it has got.")
final class HistoryCommand extends Verb {
  @Parameters(paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most this many; ${DEFAULT-VALUE} if not given.")
  private int limit = 20;

  HistoryCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    if (limit < 1) {
      throw new IllegalArgumentException("-n takes a number from 1, not " + limit);
    }
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      List<HistoryEntry> entries = new ArrayList<>(place.document().history().entries());
      Collections.reverse(entries);
      List<HistoryEntry> newest = entries.subList(0, Math.min(limit, entries.size()));
      if (invocation.json()) {
        invocation.print(json(place, entries.size(), newest));
      } else {
        Formats.table(newest.stream().map(HistoryCommand::row).toList()).forEach(invocation::print);
        if (newest.size() < entries.size()) {
          invocation.talk(
              "%d of %s; -n N shows more"
                  .formatted(newest.size(), Formats.count(entries.size(), "change")));
        }
      }
    }
    return ExitCode.DONE;
  }

  private static List<String> row(HistoryEntry entry) {
    Change change = entry.change();
    String author = change.author().isEmpty() ? "–" : change.author();
    String summary = Summary.of(change.ops()).text();
    return List.of(
        entry.id(),
        author,
        entry.device().shortForm(),
        Formats.local(Instant.ofEpochMilli(change.timeMillis())),
        change.message().isEmpty() ? "" : change.message(),
        summary,
        entry.own() ? tier(entry.tier()) : "");
  }

  private static String tier(Tier tier) {
    return switch (tier) {
      case WRITTEN -> "written";
      case SAVED -> "saved here";
      case SENT -> "↑ sent";
      case RELAYED -> "✓ relayed";
      case DELIVERED -> "✓✓ delivered";
    };
  }

  private static ObjectNode json(Place place, int total, List<HistoryEntry> newest) {
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("total", total);
    ArrayNode changes = answer.putArray("changes");
    for (HistoryEntry entry : newest) {
      Change change = entry.change();
      ObjectNode node =
          changes
              .addObject()
              .put("id", entry.id())
              .put("author", change.author())
              .put("device", entry.device().toString())
              .put("time", Formats.utc(Instant.ofEpochMilli(change.timeMillis())))
              .put("arrived", Formats.utc(entry.arrived()))
              .put("message", change.message())
              .put("own", entry.own())
              .put("tier", entry.tier().name());
      node.set("summary", Summary.of(change.ops()).json());
    }
    return answer;
  }
}
