package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came out of a replay. Immutable; bytes unless said otherwise.
 *
 * @param via how the replicas were joined
 * @param merges how often an agent took in what others typed before it went on
 * @param editNanos from the first edit to the last
 * @param totalNanos from the first edit until every replica held everything
 * @param complete whether the whole recording was replayed, so that its end content was compared
 */
record ReplayReport(
    String trace,
    String via,
    int transactions,
    int merges,
    long editNanos,
    long totalNanos,
    boolean complete,
    List<Agent> agents) {
  ReplayReport {
    agents = List.copyOf(agents);
  }

  /**
   * One replica at the end.
   *
   * @param changes frozen changes of all agents that it holds
   * @param atoms numbers that these have taken
   * @param changeBytes what the changes take in the journal
   * @param storeBytes what the whole store takes on disk
   * @param units length of the text in UTF-16 units
   */
  record Agent(
      String name,
      int edits,
      long changes,
      long atoms,
      long changeBytes,
      long storeBytes,
      long sent,
      long received,
      long units,
      String digest) {
    ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("name", name);
      json.put("edits", edits);
      json.put("changes", changes);
      json.put("atoms", atoms);
      json.put("changeBytes", changeBytes);
      json.put("storeBytes", storeBytes);
      json.put("sentBytes", sent);
      json.put("receivedBytes", received);
      json.put("textLength", units);
      json.put("digest", digest);
      return json;
    }
  }

  /** Transactions per second while typing. */
  double perSecond() {
    return transactions / (Math.max(1, editNanos) / 1e9);
  }

  /** Whether all replicas are in the same state. */
  boolean same() {
    return agents.stream().map(Agent::digest).distinct().count() == 1;
  }

  /** Fails with TEXT_DIFFERS unless all replicas are in the same state. */
  void requireSame() {
    if (!same()) {
      List<String> states = agents.stream().map(a -> a.name + " " + a.digest).toList();
      throw new RejoinException(
          ErrorCode.TEXT_DIFFERS, "the replicas end in different states: " + states);
    }
  }

  /** Tells all of it in lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(format("%s via %s: %,d transactions, %,d merges", trace, via, transactions, merges));
    lines.add(
        format(
            "typed in %.2f s (%,.0f transactions/s); every replica holds everything after %.2f s",
            editNanos / 1e9, perSecond(), totalNanos / 1e9));
    lines.add(
        format(
            "%-9s %9s %8s %9s %10s %10s %9s %9s",
            "", "edits", "changes", "atoms", "in journal", "on disk", "sent", "received"));
    for (Agent agent : agents) {
      lines.add(
          format(
              "%-9s %,9d %,8d %,9d %,10d %,10d %,9d %,9d",
              agent.name,
              agent.edits,
              agent.changes,
              agent.atoms,
              agent.changeBytes,
              agent.storeBytes,
              agent.sent,
              agent.received));
    }
    String text = complete ? "the text is what the trace says" : "all texts are the same";
    lines.add(format("%s (%,d units)", text, agents.get(0).units));
    agents.forEach(agent -> lines.add("state of " + agent.name + ": " + agent.digest));
    return lines;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  ObjectNode json() {
    ObjectNode json = Json.answer();
    json.put("trace", trace);
    json.put("via", via);
    json.put("transactions", transactions);
    json.put("merges", merges);
    json.put("editSeconds", rounded(editNanos / 1e9));
    json.put("totalSeconds", rounded(totalNanos / 1e9));
    json.put("transactionsPerSecond", Math.round(perSecond()));
    json.put("checkedAgainst", complete ? "endContent" : "each other");
    json.put("same", same());
    ArrayNode replicas = json.putArray("replicas");
    agents.forEach(agent -> replicas.add(agent.json()));
    return json;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }

  /**
   * Compares one replica's text with what it must be.
   *
   * @throws RejoinException TEXT_DIFFERS with the first difference
   */
  static void requireText(String name, String expected, String actual) {
    if (expected.equals(actual)) {
      return;
    }
    int at = 0;
    while (at < expected.length()
        && at < actual.length()
        && expected.charAt(at) == actual.charAt(at)) {
      at++;
    }
    throw new RejoinException(
        ErrorCode.TEXT_DIFFERS,
        String.format(
            "the text of %s has length %d, not %d, and differs first at %d: '%s' instead of '%s'",
            name,
            actual.length(),
            expected.length(),
            at,
            excerpt(actual, at),
            excerpt(expected, at)));
  }

  private static String excerpt(String text, int at) {
    return text.substring(at, Math.min(text.length(), at + 20)).replace("\n", "\\n");
  }
}
