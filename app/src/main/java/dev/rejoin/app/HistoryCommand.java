package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.NamedVersion;
import dev.rejoin.replica.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

  @Option(names = "--by", paramLabel = "AUTHOR", description = "Only what this author did.")
  private @Nullable String by;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what was made since: 2026-11-20, '2026-11-20 18:30', 18:30, or 2h ago.")
  private @Nullable String since;

  @Option(names = "--graph", description = "Draw which change came after which.")
  private boolean graph;

  @Option(names = "--names", description = "List the versions that have names instead.")
  private boolean names;

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
      if (names) {
        printNames(invocation, place);
        return ExitCode.DONE;
      }
      List<HistoryEntry> all = place.document().history().entries();
      List<HistoryEntry> entries = new ArrayList<>(all.stream().filter(wanted()).toList());
      Collections.reverse(entries);
      List<HistoryEntry> newest = entries.subList(0, Math.min(limit, entries.size()));
      if (invocation.json()) {
        invocation.print(json(place, entries.size(), newest));
      } else {
        List<String> rows = Formats.table(newest.stream().map(HistoryCommand::row).toList());
        (graph ? drawn(all, newest, rows) : rows).forEach(invocation::print);
        if (newest.size() < entries.size()) {
          invocation.talk(
              "%d of %s; -n N shows more"
                  .formatted(newest.size(), Formats.count(entries.size(), "change")));
        }
      }
    }
    return ExitCode.DONE;
  }

  private Predicate<HistoryEntry> wanted() {
    long from = since == null ? 0 : VersionArgument.since(since).toEpochMilli();
    return entry ->
        (by == null || entry.change().author().equals(by))
            && (since == null || entry.change().timeMillis() >= from);
  }

  /** The rows with the graph in front; what is left out of the rows is drawn, but not told. */
  private static List<String> drawn(
      List<HistoryEntry> all, List<HistoryEntry> newest, List<String> rows) {
    HistoryGraph graph = new HistoryGraph(all);
    List<HistoryEntry> left = new ArrayList<>(newest);
    List<List<String>> lines = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && !left.isEmpty(); i--) {
      HistoryGraph.Rows drawn = graph.next(all.get(i).change());
      drawn.before().forEach(line -> lines.add(List.of(line, "")));
      boolean told = all.get(i).equals(left.get(0));
      String text = told ? rows.get(newest.size() - left.size()) : "·";
      lines.add(List.of(drawn.change(), text));
      if (told) {
        left.remove(0);
      }
      drawn.after().forEach(line -> lines.add(List.of(line, "")));
    }
    return Formats.table(lines);
  }

  private static void printNames(Invocation invocation, Place place) {
    ObjectNode answer = place.json();
    ArrayNode all = answer.putArray("names");
    List<List<String>> rows = new ArrayList<>();
    for (NamedVersion name : place.document().history().names()) {
      Instant time = name.who().time();
      String version = name.heads().map(Heads::shortToken).orElse("not here");
      rows.add(
          List.of(
              name.name(),
              version,
              name.who().author(),
              Formats.local(time),
              name.contested() ? "◆ also given to another version" : ""));
      all.addObject()
          .put("name", name.name())
          .put("version", name.heads().map(Heads::token).orElse(null))
          .put("author", name.who().author())
          .put("time", Formats.utc(time))
          .put("contested", name.contested());
    }
    if (invocation.json()) {
      invocation.print(answer);
    } else {
      Formats.table(rows).forEach(invocation::print);
    }
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
    ObjectNode answer = place.json().put("total", total);
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
      ArrayNode after = node.putArray("after");
      change.deps().list().forEach(head -> after.add(head.mark().toString()));
      node.set("summary", Summary.of(change.ops()).json());
    }
    return answer;
  }
}
