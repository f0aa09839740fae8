package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers what comes before the newest change of a line.
 *
 * <p>Each line that was asked about has a clock: for every line how many of its changes come before
 * the newest one. A clock follows when it is asked, and then takes each cause in once, so all
 * questions about a line together cost O(causes in the document), and a change that names no cause
 * beyond its own line costs nothing. Clocks take O(lines) memory each; beyond a limit the oldest is
 * forgotten and worked out again when it is asked for.
 */
final class CausalPast {
  /** 32 MiB of clocks: all of them up to some 2,900 lines. */
  static final int MAX_ENTRIES = 1 << 23;

  private static final int MAX_KEPT_STACK = 1 << 12;

  private final Lines lines;
  private final int maxEntries;

  /** The lines that have a clock, oldest clock first. */
  private final ArrayDeque<Line> clocked = new ArrayDeque<>();

  /** How long all clocks are together. */
  private long entries;

  /** Causes whose own causes are still to be taken in. */
  private long[] open = new long[16];

  private int opened;

  /**
   * @param maxEntries how long all clocks may be together
   */
  CausalPast(Lines lines, int maxEntries) {
    this.lines = lines;
    this.maxEntries = maxEntries;
  }

  /** Whether an atom of another line comes before the newest change of {@code author}'s line. */
  boolean includes(Line author, ReplicaId replica, long seq) {
    Line line = lines.find(replica);
    if (line == null || seq > line.frozenEnd() || !author.hasCauses()) {
      return false;
    }
    int[] clock = author.clock;
    if (clock != null && covers(clock, line, seq)) {
      return true;
    }
    if (clock != null && clock[author.number()] == author.count()) {
      return false;
    }
    return covers(wind(author), line, seq);
  }

  private static boolean covers(int[] clock, Line line, long seq) {
    int ordinal = line.number() < clock.length ? clock[line.number()] : 0;
    return ordinal > 0 && seq <= line.endOf(ordinal);
  }

  /** Lets the clock of a line follow to its newest change. */
  private int[] wind(Line author) {
    int[] clock = roomFor(author);
    open(clock, author, author.count());
    while (opened > 0) {
      long cause = open[--opened];
      Line line = lines.at(Line.lineOf(cause));
      int from = clock[line.number()];
      int to = Line.ordinalOf(cause);
      if (from < to) {
        takeIn(clock, line, from, to);
      }
    }
    if (open.length > MAX_KEPT_STACK) {
      open = new long[16];
    }
    return clock;
  }

  /** Takes in the changes of a line after one up to another, and opens their causes. */
  private void takeIn(int[] clock, Line line, int after, int to) {
    int first = line.causesFrom(after + 1);
    int end = line.causesFrom(to + 1);
    int[] known = line.clock;
    if (known != null && known != clock && isBetween(known[line.number()], after, to)) {
      join(clock, known);
      first = line.causesFrom(known[line.number()] + 1);
    }
    clock[line.number()] = to;
    for (int place = first; place < end; place++) {
      long cause = line.cause(place);
      open(clock, lines.at(Line.lineOf(cause)), Line.ordinalOf(cause));
    }
  }

  private static boolean isBetween(int ordinal, int after, int to) {
    return ordinal > after && ordinal <= to;
  }

  /** Takes in all that another clock knows, which is far quicker than cause by cause. */
  private static void join(int[] clock, int[] known) {
    int both = Math.min(clock.length, known.length);
    for (int i = 0; i < both; i++) {
      clock[i] = Math.max(clock[i], known[i]);
    }
  }

  private void open(int[] clock, Line line, int ordinal) {
    if (ordinal <= clock[line.number()]) {
      return;
    }
    if (opened == open.length) {
      open = Arrays.copyOf(open, 2 * opened);
    }
    open[opened++] = Line.cause(line, ordinal);
  }

  private int[] roomFor(Line author) {
    int @Nullable [] clock = author.clock;
    if (clock != null && clock.length >= lines.size()) {
      return clock;
    }
    int length = lines.size() + lines.size() / 4;
    if (clock == null) {
      clock = new int[length];
      clocked.add(author);
      entries += length;
    } else {
      entries += length - clock.length;
      clock = Arrays.copyOf(clock, length);
    }
    author.clock = clock;
    while (entries > maxEntries && clocked.size() > 1) {
      forgetOldest(author);
    }
    return clock;
  }

  private void forgetOldest(Line kept) {
    Line oldest = clocked.remove();
    int[] clock = oldest.clock;
    if (oldest == kept || clock == null) {
      clocked.add(oldest);
      return;
    }
    entries -= clock.length;
    oldest.clock = null;
  }
}
