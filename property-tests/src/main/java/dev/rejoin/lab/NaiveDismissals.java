package dev.rejoin.lab;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The naive twin of dismissals: what they leave of the puts that nothing has replaced. */
final class NaiveDismissals {
  private NaiveDismissals() {}

  /**
   * The puts that no dismissal names which is not recalled, or all where none would be left; the
   * one shown first.
   */
  static List<Candidate> shown(
      List<Candidate> puts,
      List<AppliedOp> ops,
      ContainerId container,
      String key,
      @Nullable OpId element) {
    List<AppliedOp> dismissals = new ArrayList<>();
    TreeSet<OpId> recalled = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Dismiss dismiss
          && dismiss.container().equals(container)
          && dismiss.key().equals(key)
          && Objects.equals(dismiss.element(), element)) {
        dismissals.add(op);
        recalled.addAll(dismiss.recalled());
      }
    }
    TreeSet<OpId> covered = new TreeSet<>();
    for (AppliedOp dismissal : dismissals) {
      if (!recalled.contains(dismissal.id())) {
        covered.addAll(((Op.Dismiss) dismissal.op()).seen());
      }
    }
    List<Candidate> shown = new ArrayList<>(puts);
    shown.removeIf(put -> covered.contains(put.put()));
    shown = shown.isEmpty() ? new ArrayList<>(puts) : shown;
    shown.sort(
        Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put).reversed());
    return shown;
  }
}
