package dev.rejoin.relay;

import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.SpaceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes the changes of each space take, counted when somebody asks.
 *
 * <p>Safe for any thread. Linear in what has come since it was last asked.
 */
final class SpaceSizes {
  private static final long STEP_BYTES = 1_024 * 1_024;

  private record Counted(long upToN, long bytes) {}

  private final Map<SpaceId, Counted> counted = new HashMap<>();

  synchronized long bytes(SpaceJournal journal) {
    Counted so = counted.getOrDefault(journal.id(), new Counted(0, 0));
    long head = journal.head();
    while (so.upToN() < head) {
      List<Row> rows = journal.read(so.upToN(), head, STEP_BYTES);
      long bytes = rows.stream().mapToLong(row -> row.change().length).sum();
      so = new Counted(rows.get(rows.size() - 1).n(), so.bytes() + bytes);
    }
    counted.put(journal.id(), so);
    return so.bytes();
  }
}
