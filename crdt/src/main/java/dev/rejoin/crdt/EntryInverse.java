package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done to one entry of a map, to a register, or to the value of an element:
 * everything at once, so that candidates that were there together are there together again.
 */
final class EntryInverse {
  private static final Comparator<Candidate> SHOWN_LAST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put);

  private final Transaction transaction;
  private final StandIns standIns;
  private final ContainerId where;
  private final String key;
  private final @Nullable OpId element;

  /** What was put back, with the put it stands for, which no change tells yet. */
  private final TreeMap<OpId, OpId> putFor = new TreeMap<>();

  /**
   * @param key of the entry of a map; empty elsewhere
   * @param element whose value it is, in a list; else null
   */
  EntryInverse(
      Transaction transaction,
      StandIns standIns,
      ContainerId where,
      String key,
      @Nullable OpId element) {
    this.transaction = transaction;
    this.standIns = standIns;
    this.where = where;
    this.key = key;
    this.element = element;
  }

  private Entry entry() {
    return transaction.containers().entry(where, key, element);
  }

  private Op put(Value value, List<OpId> seen) {
    return element == null
        ? new Op.Put(where, key, value, seen)
        : new Op.ListSet(where, element, value, seen);
  }

  /** Takes back puts, removes and dismissals, the oldest of which comes first. */
  void takeBack(List<Inverse.Done> done) {
    List<Inverse.Done> writes = new ArrayList<>();
    List<OpId> dismissals = new ArrayList<>();
    for (Inverse.Done step : done) {
      if (step.op() instanceof Op.Dismiss) {
        dismissals.add(step.id());
      } else {
        writes.add(step);
      }
    }
    if (writes.isEmpty()) {
      dismiss(again(done, dismissals), recalled(dismissals));
      return;
    }
    List<OpId> made = made(writes);
    if (!entry().live().stream().allMatch(live -> standIns.isForAny(live.put(), made))) {
      dismiss(List.of(), recalled(dismissals)); // first, so that what these hid counts
    }
    takeBackWrites(writes, dismissals);
    dismiss(again(done, dismissals), List.of()); // last, since it may be what was just put back
  }

  private void dismiss(List<OpId> covers, List<OpId> recalled) {
    if (!covers.isEmpty() || !recalled.isEmpty()) {
      transaction.dismiss(new Op.Dismiss(where, key, element, covers, recalled));
    }
  }

  /** Those of own dismissals that are in force, or what was made anew for them. */
  private List<OpId> recalled(List<OpId> own) {
    List<OpId> recalled = new ArrayList<>();
    for (Dismissal dismissal : own.isEmpty() ? List.<Dismissal>of() : entry().dismissals()) {
      if (standIns.isForAny(dismissal.op(), own)) {
        recalled.add(dismissal.op());
      }
    }
    return recalled;
  }

  /** What own dismissals had made candidates again by taking back dismissals of before. */
  private List<OpId> again(List<Inverse.Done> done, List<OpId> own) {
    TreeSet<OpId> again = new TreeSet<>();
    for (Inverse.Done step : done) {
      if (step.op() instanceof Op.Dismiss dismiss) {
        for (OpId known : dismiss.recalled()) {
          if (!own.contains(known)) {
            again.addAll(standIns.covered(known));
          }
        }
      }
    }
    List<OpId> originals = List.copyOf(again);
    List<OpId> covers = new ArrayList<>();
    for (Candidate candidate : originals.isEmpty() ? List.<Candidate>of() : entry().live()) {
      if (standIns.isForAny(putFor.getOrDefault(candidate.put(), candidate.put()), originals)) {
        covers.add(candidate.put());
      }
    }
    return covers;
  }

  private static List<OpId> made(List<Inverse.Done> writes) {
    return writes.stream()
        .filter(step -> !(step.op() instanceof Op.Remove))
        .map(Inverse.Done::id)
        .toList();
  }

  private void takeBackWrites(List<Inverse.Done> done, List<OpId> dismissals) {
    List<OpId> made = made(done);
    List<OpId> replaced = new ArrayList<>();
    for (Inverse.Done step : done) {
      replaced.addAll(StandIns.seen(step.op()));
    }
    replaced.removeAll(made);
    replaced.removeAll(dismissals);
    List<OpId> own = new ArrayList<>();
    List<Candidate> others = new ArrayList<>();
    Entry entry = entry();
    for (Candidate candidate : entry.live()) {
      if (standIns.isForAny(candidate.put(), made)) {
        own.add(candidate.put());
      } else {
        others.add(candidate);
      }
    }
    for (Dismissal dismissal : entry.dismissals()) {
      if (own.containsAll(dismissal.puts())) {
        own.add(dismissal.op()); // named with them, as any write does
      }
    }
    if (isStill(entry, own, done)) {
      replaced.removeAll(replacedByOthers(entry, others, done.get(0).id().replica()));
      others.removeIf(candidate -> !entry.candidates().contains(candidate));
      restore(replaced, own, others.isEmpty() ? null : others.get(0));
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
   * Puts candidates back, the one that was shown last, so that it is shown again; those that were
   * dismissed are dismissed again.
   *
   * @param own what gives way
   * @param kept the one shown among those that stay; it is put again if it was shown before these
   */
  private void restore(List<OpId> replaced, List<OpId> own, @Nullable Candidate kept) {
    List<Candidate> before = standIns.puts(replaced);
    before.sort(SHOWN_LAST);
    if (before.isEmpty()) {
      if (!own.isEmpty() && element == null) { // an element always has a value
        transaction.reserve(OpSizes.of(key, Value.of(0), own));
        transaction.perform(new Op.Remove(where, key, own));
      }
      return;
    }
    TreeSet<OpId> hidden = hidden(replaced, before);
    OpId top = before.get(before.size() - 1).put();
    List<OpId> gone = new ArrayList<>(own);
    if (kept != null && SHOWN_LAST.compare(kept, newestShown(before, hidden)) > 0) {
      before.add(kept);
      gone.add(kept.put());
      top = kept.put();
    }
    TreeMap<OpId, OpId> now = new TreeMap<>();
    for (Candidate candidate : before) {
      List<OpId> seen = candidate.put().equals(top) ? gone : List.of();
      transaction.reserve(OpSizes.ID_BYTES + OpSizes.of(key, candidate.value(), seen));
      now.put(candidate.put(), transaction.perform(put(candidate.value(), seen)));
    }
    now.forEach((was, is) -> putFor.put(is, was));
    for (OpId dismissal : hidden.isEmpty() ? List.<OpId>of() : replaced) {
      List<OpId> covers =
          standIns.covered(dismissal).stream().filter(now::containsKey).map(now::get).toList();
      if (!covers.isEmpty()) {
        dismiss(covers, List.of());
      }
    }
  }

  /** Which of some candidates were dismissed, given that all of them were there together. */
  private TreeSet<OpId> hidden(List<OpId> replaced, List<Candidate> before) {
    TreeSet<OpId> hidden = new TreeSet<>();
    for (OpId id : replaced) {
      hidden.addAll(standIns.covered(id));
    }
    TreeSet<OpId> there = new TreeSet<>();
    before.forEach(candidate -> there.add(candidate.put()));
    hidden.retainAll(there);
    return hidden;
  }

  private static Candidate newestShown(List<Candidate> before, TreeSet<OpId> hidden) {
    for (int i = before.size() - 1; i >= 0; i--) {
      if (!hidden.contains(before.get(i).put())) {
        return before.get(i);
      }
    }
    return before.get(before.size() - 1);
  }
}
