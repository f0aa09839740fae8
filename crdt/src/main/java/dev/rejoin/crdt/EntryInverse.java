package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done to one entry of a map, to a register, or to the value of an element:
 * everything at once, so that candidates that were there together are there together again.
 */
abstract class EntryInverse {
  private static final Comparator<Candidate> SHOWN_LAST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put);

  private final Transaction transaction;
  private final StandIns standIns;
  private final Entry entry;
  private final String key;

  /**
   * @param entry what is there now
   * @param key its key, for the size of what is written; may be empty
   */
  EntryInverse(Transaction transaction, StandIns standIns, Entry entry, String key) {
    this.transaction = transaction;
    this.standIns = standIns;
    this.entry = entry;
    this.key = key;
  }

  abstract Op put(Value value, List<OpId> seen);

  abstract Op remove(List<OpId> seen);

  /** Takes back puts and removes, the oldest of which comes first. */
  final void takeBack(List<Inverse.Done> done) {
    List<OpId> made = new ArrayList<>();
    List<OpId> replaced = new ArrayList<>();
    for (Inverse.Done step : done) {
      if (!(step.op() instanceof Op.Remove)) {
        made.add(step.id());
      }
      replaced.addAll(StandIns.seen(step.op()));
    }
    replaced.removeAll(made);
    List<OpId> own = new ArrayList<>();
    List<Candidate> others = new ArrayList<>();
    for (Candidate candidate : entry.candidates()) {
      if (standIns.isForAny(candidate.put(), made)) {
        own.add(candidate.put());
      } else {
        others.add(candidate);
      }
    }
    if (isStill(own, done)) {
      replaced.removeAll(replacedByOthers(others, done.get(0).id().replica()));
      restore(standIns.puts(replaced), own, others.isEmpty() ? null : others.get(0));
    }
  }

  /** What others have taken out as well, which stays out. */
  private List<OpId> replacedByOthers(List<Candidate> others, ReplicaId own) {
    List<OpId> ops = new ArrayList<>();
    others.forEach(candidate -> ops.add(candidate.put()));
    ops.addAll(entry.removes());
    ops.removeIf(op -> op.replica().equals(own));
    return standIns.replacedBy(ops);
  }

  /** Whether the entry shows what these steps made of it, and nothing newer. */
  private boolean isStill(List<OpId> own, List<Inverse.Done> done) {
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
  private void restore(List<Candidate> before, List<OpId> own, @Nullable Candidate kept) {
    before.sort(SHOWN_LAST);
    if (before.isEmpty()) {
      if (!own.isEmpty()) {
        transaction.reserve(OpSizes.of(key, Value.of(0), own));
        transaction.perform(remove(own));
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
      transaction.reserve(OpSizes.ID_BYTES + OpSizes.of(key, value, seen));
      transaction.perform(put(value, seen));
    }
  }
}
