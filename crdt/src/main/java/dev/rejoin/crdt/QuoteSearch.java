package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes. Nothing is decided here: what is found is only shown to somebody, who may
 * accept it. So it is better to find nothing than the wrong place. Where the very text stands once,
 * that is the place. Where it stands several times, none is. Where it does not stand at all, what
 * stands between text like the prefix and text like the suffix may have replaced it.
 */
/** Looks for the place that a quote may be about now. */
final class QuoteSearch {
  /** So much of the prefix and of the suffix must be there for a place to be looked at. */
  private static final int LEAST_CONTEXT = 4;

  /** How much text on one side of it says where a quote belongs; what is farther off may change. */
  private static final int NEAR = 12;

  /** Below this much of prefix and suffix together, nothing is suggested. */
  private static final int LEAST_PERCENT = 50;

  /** More places with the right text on one side are too many to tell apart. */
  private static final int MOST_PLACES = 256;

  /** What replaced a text is no longer than it, twice over, and so much. */
  private static final int LONGER = 32;

  private record Edge(int position, int units) {}

  private final String text;
  private final Quote quote;

  QuoteSearch(String text, Quote quote) {
    this.text = text;
    this.quote = quote;
  }

  /** How often the quoted text stands there, overlapping or not. */
  int count() {
    int count = 0;
    for (int at = text.indexOf(quote.exact()); at >= 0; at = text.indexOf(quote.exact(), at + 1)) {
      count++;
    }
    return count;
  }

  @Nullable Suggestion suggestion() {
    int at = text.indexOf(quote.exact());
    if (at < 0) {
      return bySurroundings();
    }
    boolean once = text.indexOf(quote.exact(), at + 1) < 0;
    return once ? new Suggestion(at, at + quote.exact().length(), 100) : null;
  }

  private @Nullable Suggestion bySurroundings() {
    int context = quote.prefix().length() + quote.suffix().length();
    List<Edge> starts = starts();
    List<Edge> ends = ends();
    if (context == 0 || starts.size() > MOST_PLACES || ends.size() > MOST_PLACES) {
      return null;
    }
    Suggestion best = null;
    boolean alone = true;
    int most = -1;
    for (Edge start : starts) {
      for (Edge end : ends) {
        int length = end.position - start.position;
        if (length < 1 || length > 2 * quote.exact().length() + LONGER) {
          continue;
        }
        int units = start.units + end.units;
        if (units > most) {
          best = new Suggestion(start.position, end.position, percent(start.units, end.units));
          alone = true;
          most = units;
        } else if (units == most) {
          alone = false;
        }
      }
    }
    return best != null && alone && best.percent() >= LEAST_PERCENT ? best : null;
  }

  /** How much of the nearest text on both sides is there; 100 is for the very quote alone. */
  private int percent(int before, int behind) {
    int prefix = Math.min(NEAR, quote.prefix().length());
    int suffix = Math.min(NEAR, quote.suffix().length());
    int there = Math.min(NEAR, before) + Math.min(NEAR, behind);
    return Math.min(99, 100 * there / (prefix + suffix));
  }

  /** Where text like the end of the prefix ends. */
  private List<Edge> starts() {
    List<Edge> starts = new ArrayList<>();
    String prefix = quote.prefix();
    if (prefix.isEmpty()) {
      starts.add(new Edge(0, 0));
      return starts;
    }
    int least = Math.min(LEAST_CONTEXT, prefix.length());
    String end = prefix.substring(prefix.length() - least);
    int at = text.indexOf(end);
    while (at >= 0 && starts.size() <= MOST_PLACES) {
      int units = least;
      while (units < prefix.length()
          && at + least > units
          && text.charAt(at + least - units - 1) == prefix.charAt(prefix.length() - units - 1)) {
        units++;
      }
      add(at + least, units, starts);
      at = text.indexOf(end, at + 1);
    }
    return starts;
  }

  /** Where text like the beginning of the suffix begins. */
  private List<Edge> ends() {
    List<Edge> ends = new ArrayList<>();
    String suffix = quote.suffix();
    if (suffix.isEmpty()) {
      ends.add(new Edge(text.length(), 0));
      return ends;
    }
    int least = Math.min(LEAST_CONTEXT, suffix.length());
    String start = suffix.substring(0, least);
    int at = text.indexOf(start);
    while (at >= 0 && ends.size() <= MOST_PLACES) {
      int units = least;
      while (units < suffix.length()
          && at + units < text.length()
          && text.charAt(at + units) == suffix.charAt(units)) {
        units++;
      }
      add(at, units, ends);
      at = text.indexOf(start, at + 1);
    }
    return ends;
  }

  /** Adds an edge, unless it is inside of a character. */
  private void add(int position, int units, List<Edge> edges) {
    boolean cuts =
        position > 0
            && position < text.length()
            && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
    if (!cuts) {
      edges.add(new Edge(position, units));
    }
  }
}
