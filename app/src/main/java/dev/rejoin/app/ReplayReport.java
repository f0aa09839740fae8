package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
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

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("v", 1);
    json.put("trace", trace);
    json.put("via", via);
    json.put("transactions", transactions);
    json.put("merges", merges);
    json.put("editSeconds", rounded(editNanos / 1e9));
    json.put("totalSeconds", rounded(totalNanos / 1e9));
    json.put("transactionsPerSecond", Math.round(perSecond()));
    json.put("checkedAgainst", complete ? "endContent" : "each other");
    json.put("same", same());
    json.put("replicas", agents.stream().map(Agent::json).toList());
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
