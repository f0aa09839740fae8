package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one annotation in a transaction or import. Immutable.
 *
 * @param before its state until then; null if it was not there
 * @param after its state now; null if it was removed
 * @param moved whether it may be attached to another place than before
 */
public record AnnotationStep(
    OpId annotation,
    @Nullable AnnotationState before,
    @Nullable AnnotationState after,
    boolean moved) {
  /** What can happen. Other text around an annotation that only shifts it is nothing. */
  public enum What {
    /** It is new, or is back after a removal. */
    ADDED,
    REMOVED,
    /** Somebody attached it to another place. */
    MOVED,
    /** The last of its text went. */
    ORPHANED,
    /** It has text again. */
    REVIVED,
    /** Its text is another one, or the quoted one again. */
    EDITED
  }

  /** The most that happened to it: one that comes is only added. */
  public What what() {
    if (before == null) {
      return What.ADDED;
    }
    if (after == null) {
      return What.REMOVED;
    }
    if (moved) {
      return What.MOVED;
    }
    if (before != after && after == AnnotationState.ORPHANED) {
      return What.ORPHANED;
    }
    return before != after && before == AnnotationState.ORPHANED ? What.REVIVED : What.EDITED;
  }

  /** The steps that two lists of them make together, by id. */
  static List<AnnotationStep> compose(List<AnnotationStep> first, List<AnnotationStep> next) {
    TreeMap<OpId, AnnotationStep> steps = new TreeMap<>();
    first.forEach(step -> steps.put(step.annotation, step));
    for (AnnotationStep step : next) {
      AnnotationStep before = steps.get(step.annotation);
      steps.put(step.annotation, before == null ? step : before.then(step));
    }
    List<AnnotationStep> list = new ArrayList<>();
    steps
        .values()
        .forEach(
            step -> {
              if (!step.isNothing()) {
                list.add(step);
              }
            });
    return list;
  }

  /** This step and the next one; while it was removed, it may have got another place. */
  private AnnotationStep then(AnnotationStep next) {
    boolean wasAway = before != null && next.before == null;
    return new AnnotationStep(annotation, before, next.after, moved || next.moved || wasAway);
  }

  /** Whether it is as it was; of text that is not the quoted one nobody can tell. */
  private boolean isNothing() {
    return before == after && (before == null || !moved && before != AnnotationState.EDITED);
  }
}
