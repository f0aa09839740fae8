package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.AnnotationStep;
import dev.rejoin.crdt.OpId;
import java.util.List;
import java.util.TreeMap;

/** The annotations of a text as somebody knows them who only hears the events. */
final class AnnotationsMirror {
  private final TreeMap<OpId, AnnotationState> states = new TreeMap<>();

  void accept(List<AnnotationStep> steps) {
    OpId last = null;
    for (AnnotationStep step : steps) {
      require(last == null || last.compareTo(step.annotation()) < 0, "steps out of order");
      last = step.annotation();
      accept(step);
    }
    require(last != null, "an event without steps");
  }

  private void accept(AnnotationStep step) {
    AnnotationState before = states.get(step.annotation());
    boolean orphaned = step.state() == AnnotationState.ORPHANED;
    switch (step.what()) {
      case ADDED -> require(before == null, "added twice");
      case REMOVED -> require(before == step.state(), "removed from another state");
      case MOVED -> require(before != null, "moved before it was there");
      case ORPHANED ->
          require(before != null && before != step.state() && orphaned, "orphaned in vain");
      case REVIVED -> require(before == AnnotationState.ORPHANED && !orphaned, "revived in vain");
      case EDITED ->
          require(before != null && before != AnnotationState.ORPHANED && !orphaned, "no edit");
    }
    if (step.what() == AnnotationStep.What.REMOVED) {
      states.remove(step.annotation());
    } else {
      states.put(step.annotation(), step.state());
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(problem);
    }
  }

  @Override
  public String toString() {
    return states.toString();
  }
}
