package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds versions among the changes that a document includes. Live, for one thread.
 *
 * <p>The version that heads name is everything that comes before them: O(changes) to find.
 */
public final class Versions {
  private final ChangeLog log;

  Versions(ChangeLog log) {
    this.log = log;
  }

  /** Whether a change is included, bytes and all. */
  public boolean includes(Head head) {
    return log.includes(head);
  }

  /** The changes that were found invalid, by their last atoms. */
  public TreeSet<OpId> invalid() {
    return new TreeSet<>(log.invalid());
  }

  /**
   * The changes whose mark begins with these hexadecimal digits, in the order of ids. O(changes).
   *
   * @throws IllegalArgumentException if there are as many as a mark has, and not all hexadecimal
   */
  public List<Head> changes(String digits) {
    List<Head> found = new ArrayList<>();
    ChainMark whole = digits.length() == 2 * ChainMark.SIZE_BYTES ? ChainMark.parse(digits) : null;
    for (Line line : log.lines().sorted()) {
      for (int ordinal = 1; ordinal <= line.count(); ordinal++) {
        ChainMark mark = line.markOf(ordinal);
        if (whole == null ? mark.startsWith(digits) : mark.equals(whole)) {
          found.add(new Head(new OpId(line.replica(), line.endOf(ordinal)), mark));
        }
      }
    }
    return found;
  }

  /**
   * The version that these heads name.
   *
   * @throws IllegalArgumentException if a head is not included here
   */
  public Version of(Heads heads) {
    int[] reached = new int[log.lines().size()];
    Longs open = new Longs();
    for (Head head : heads.list()) {
      if (!log.includes(head)) {
        throw new IllegalArgumentException("the change " + head + " is not included");
      }
      Line line = log.lines().of(head.id().replica());
      open.add(Line.cause(line, line.find(head.id().seq())));
    }
    while (open.size() > 0) {
      long cause = open.last();
      open.truncate(open.size() - 1);
      Line line = log.lines().at(Line.lineOf(cause));
      int from = reached[line.number()];
      int to = Line.ordinalOf(cause);
      if (to > from) {
        reached[line.number()] = to;
        int end = line.causesFrom(to + 1);
        for (int place = line.causesFrom(from + 1); place < end; place++) {
          open.add(line.cause(place));
        }
      }
    }
    TreeMap<ReplicaId, Long> seqs = new TreeMap<>();
    for (Line line : log.lines().sorted()) {
      if (reached[line.number()] > 0) {
        seqs.put(line.replica(), line.endOf(reached[line.number()]));
      }
    }
    return Version.owning(seqs);
  }
}
