package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold after a kill trial, as sentences about what does not. */
final class BenchKillCheck {
  private static final Pattern TOKEN = Pattern.compile("\\[([a-z]+[0-9]+\\.[0-9]+)\\]");

  private BenchKillCheck() {}

  /** Looks at what both replicas report. */
  static List<String> failures(Set<String> acked, List<JsonNode> reports) {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      JsonNode report = reports.get(i);
      String who = "replica " + i + ": ";
      for (JsonNode problem : report.get("problems")) {
        failures.add(who + problem.asText());
      }
      Set<String> text = tokens(who, report.get("text").asText(), failures);
      Set<String> set = new TreeSet<>();
      report.get("set").forEach(element -> set.add(element.asText()));
      differ(who + "in the text and not in the set", text, set, failures);
      differ(who + "in the set and not in the text", set, text, failures);
      differ(who + "acknowledged and lost", acked, set, failures);
      if (report.get("counter").asLong() != set.size()) {
        failures.add(
            who + "counts " + report.get("counter") + " where there are " + set.size() + " edits");
      }
      if (report.get("bulkUnits").asLong() % BenchKillWorker.LARGE_UNITS != 0) {
        failures.add(who + "half of a large edit is there: " + report.get("bulkUnits") + " units");
      }
    }
    long states = reports.stream().map(r -> r.get("digest").asText()).distinct().count();
    if (states != 1) {
      failures.add("the replicas end in different states");
    }
    return failures;
  }

  private static Set<String> tokens(String who, String text, List<String> failures) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() != end) {
        failures.add(who + "stray text '" + text.substring(end, matcher.start()) + "'");
      }
      counts.merge(matcher.group(1), 1, Integer::sum);
      end = matcher.end();
    }
    if (end != text.length()) {
      failures.add(who + "stray text '" + text.substring(end) + "'");
    }
    counts.forEach(
        (token, count) -> {
          if (count != 1) {
            failures.add(who + "the text has " + token + " " + count + " times");
          }
        });
    return counts.keySet();
  }

  private static void differ(
      String what, Set<String> these, Set<String> those, List<String> failures) {
    TreeSet<String> missing = new TreeSet<>(these);
    missing.removeAll(those);
    if (!missing.isEmpty()) {
      failures.add(what + ": " + missing.size() + ", the first is " + missing.first());
    }
  }

  /** Looks at the store of the relay, which must have been closed. */
  static List<String> relayFailures(Path directory, String invite, String version) {
    List<String> failures = new ArrayList<>();
    try (Store store = Store.open(directory)) {
      for (SpaceJournal journal : store.journals()) {
        BenchJournal.problems(journal).forEach(p -> failures.add("relay: " + p));
      }
      SpaceJournal journal = store.find(InviteLink.parse(invite).space());
      String held = journal == null ? "nothing" : Long.toHexString(journal.versionHash());
      if (!held.equals(version)) {
        failures.add("relay: it holds version " + held + ", the replicas " + version);
      }
    }
    return failures;
  }
}
