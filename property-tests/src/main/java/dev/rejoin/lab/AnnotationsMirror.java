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
    require(before == step.before(), "another state before " + step);
    boolean told = before != step.after() || step.moved() || step.after() == AnnotationState.EDITED;
    require(told, "nothing happened in " + step);
    if (step.after() == null) {
      states.remove(step.annotation());
    } else {
      states.put(step.annotation(), step.after());
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
