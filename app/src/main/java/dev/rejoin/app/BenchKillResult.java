package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What came out of a kill trial. Immutable.
 *
 * @param kills how many processes were killed
 * @param acked edits that had returned
 * @param kept edits that are there in the end; those that a kill caught may be among them
 * @param changes frozen changes in the journal
 * @param failures what is wrong, in sentences; empty if nothing is
 */
record BenchKillResult(
    int rounds, int kills, int acked, int kept, long changes, long nanos, List<String> failures) {
  BenchKillResult {
    failures = List.copyOf(failures);
  }

  ObjectNode json() {
    ObjectNode json = Json.answer().put("rounds", rounds).put("kills", kills);
    json.put("acknowledged", acked).put("kept", kept).put("changes", changes);
    json.put("seconds", Math.round(nanos / 1e6) / 1e3);
    ArrayNode sentences = json.putArray("failures");
    failures.forEach(sentences::add);
    return json;
  }

  /** All of it in a sentence. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%d rounds, %d processes killed, %,d edits acknowledged, %,d kept in %,d changes, %.1f s",
        rounds,
        kills,
        acked,
        kept,
        changes,
        nanos / 1e9);
  }
}
