package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done to one entry of a map, or to a register: everything at once, so that
 * candidates that were there together are there together again.
 */
final class EntryInverse {
  private static final Comparator<Candidate> SHOWN_LAST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put);

  private final Transaction transaction;
  private final StandIns standIns;

  EntryInverse(Transaction transaction, StandIns standIns) {
    this.transaction = transaction;
    this.standIns = standIns;
  }

  /** Takes back puts and removes, the oldest of which comes first. */
  void takeBack(ContainerId container, String key, List<Inverse.Done> done) {
    List<OpId> made = new ArrayList<>();
    List<OpId> replaced = new ArrayList<>();
    for (Inverse.Done step : done) {
      if (step.op() instanceof Op.Put) {
        made.add(step.id());
      }
      replaced.addAll(StandIns.seen(step.op()));
    }
    replaced.removeAll(made);
    Entry entry = transaction.containers().entry(container, key);
    List<OpId> own = new ArrayList<>();
    List<Candidate> others = new ArrayList<>();
    for (Candidate candidate : entry.candidates()) {
      if (standIns.isForAny(candidate.put(), made)) {
        own.add(candidate.put());
      } else {
        others.add(candidate);
      }
    }
    if (isStill(entry, own, done)) {
      replaced.removeAll(replacedByOthers(entry, others, done.get(0).id().replica()));
      restore(
          container, key, standIns.puts(replaced), own, others.isEmpty() ? null : others.get(0));
    }
  }

  /** What others have taken out as well, which stays out. */
  private List<OpId> replacedByOthers(Entry entry, List<Candidate> others, ReplicaId own) {
    List<OpId> ops = new ArrayList<>();
    others.forEach(candidate -> ops.add(candidate.put()));
    ops.addAll(entry.removes());
    ops.removeIf(op -> op.replica().equals(own));
    return standIns.replacedBy(ops);
  }

  /** Whether the entry shows what these steps made of it, and nothing newer. */
  private static boolean isStill(Entry entry, List<OpId> own, List<Inverse.Done> done) {
    boolean emptied = done.get(done.size() - 1).op() instanceof Op.Remove;
    if (entry.candidates().isEmpty()) {
      return emptied;
    }
    Candidate shown = entry.candidates().get(0);
    return own.contains(shown.put()) || emptied && shown.lamport() < done.get(0).lamport();
  }

  /**
   * Puts candidates back, the one that was shown last, so that it is shown again.
   *
   * @param own what gives way
   * @param kept the one shown among those that stay; it is put again if it was shown before these
   */
  private void restore(
      ContainerId container,
      String key,
      List<Candidate> before,
      List<OpId> own,
      @Nullable Candidate kept) {
    before.sort(SHOWN_LAST);
    if (before.isEmpty()) {
      if (!own.isEmpty()) {
        transaction.reserve(OpSizes.of(key, Value.of(0), own));
        transaction.perform(new Op.Remove(container, key, own));
      }
      return;
    }
    List<OpId> gone = new ArrayList<>(own);
    if (kept != null && SHOWN_LAST.compare(kept, before.get(before.size() - 1)) > 0) {
      before.add(kept);
      gone.add(kept.put());
    }
    for (int i = 0; i < before.size(); i++) {
      Value value = before.get(i).value();
      List<OpId> seen = i == before.size() - 1 ? gone : List.of();
      transaction.reserve(OpSizes.of(key, value, seen));
      transaction.perform(new Op.Put(container, key, value, seen));
    }
  }
}
