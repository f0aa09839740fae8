package dev.rejoin.app;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.Ed25519;
import dev.rejoin.replica.trust.Signing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a whole journal again and holds it against itself: arrival and line numbers without gaps,
 * chain hashes, signatures, and where lines are said to end. O(journal).
 */
final class BenchJournal {
  private final SpaceJournal journal;
  private final List<String> problems = new ArrayList<>();
  private final Map<ReplicaId, ChainHash> hashes = new TreeMap<>();
  private final Map<ReplicaId, Long> ends = new TreeMap<>();
  private long n;

  private BenchJournal(SpaceJournal journal) {
    this.journal = journal;
  }

  /** What is wrong, in sentences; empty if nothing is. */
  static List<String> problems(SpaceJournal journal) {
    BenchJournal check = new BenchJournal(journal);
    journal.read(0, journal.head(), Long.MAX_VALUE).forEach(check::row);
    check.ends();
    return List.copyOf(check.problems);
  }

  private void row(Row row) {
    if (row.n() != ++n) {
      problems.add("arrival " + row.n() + " comes where " + n + " is due");
      n = row.n();
    }
    long due = ends.getOrDefault(row.replica(), 0L) + 1;
    if (row.from() != due || row.to() < row.from()) {
      problems.add(
          "line %s goes on with %d to %d where %d is due"
              .formatted(row.replica(), row.from(), row.to(), due));
    }
    ends.put(row.replica(), row.to());
    ChainHash before = hashes.get(row.replica());
    ChainHash start = before == null ? ChainHash.start(journal.id(), row.replica()) : before;
    ChainHash hash = start.next(row.change());
    hashes.put(row.replica(), hash);
    if (!hash.mark().equals(row.mark())) {
      problems.add("line %s has another chain hash at %d".formatted(row.replica(), row.to()));
    }
    byte[] signature = row.signature();
    Line line = journal.line(row.replica());
    if (signature != null && line != null) {
      byte[] signed = Signing.head(journal.id(), row.replica(), row.to(), hash);
      if (!Ed25519.verify(line.device(), signed, signature)) {
        problems.add("line %s has a bad signature at %d".formatted(row.replica(), row.to()));
      }
    }
  }

  private void ends() {
    if (n != journal.head()) {
      problems.add("the journal ends at arrival " + n + ", not at " + journal.head());
    }
    for (Line line : journal.lines()) {
      if (!Long.valueOf(line.to()).equals(ends.get(line.replica()))
          || !line.hash().equals(hashes.get(line.replica()))) {
        problems.add("line %s does not end as the version says".formatted(line.replica()));
      }
    }
    if (ends.size() != journal.lines().size()) {
      problems.add("the version names %d lines".formatted(journal.lines().size()));
    }
  }
}
