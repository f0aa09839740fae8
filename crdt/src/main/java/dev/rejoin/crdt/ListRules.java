package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an op on a list makes sense: see {@link OpValidator}.
 *
 * @param list the list as it is, null while nobody changed it
 */
record ListRules(@Nullable ListSequence list, OpValidator.Past past) {
  static boolean fits(Op op) {
    return op instanceof Op.ListInsert
        || op instanceof Op.ListMove
        || op instanceof Op.ListSet
        || op instanceof Op.Dismiss dismiss && dismiss.element() != null && dismiss.key().isEmpty()
        || op instanceof Op.Delete
        || op instanceof Op.DeleteRun
        || op instanceof Op.Revive;
  }

  /** What is wrong with an op that fits, or null where nothing is. */
  @Nullable String problem(Op op, ContainerId where) {
    if (op instanceof Op.ListInsert insert) {
      String problem = placeProblem(insert.parent());
      return problem != null ? problem : valuesProblem(insert.values(), where);
    }
    if (op instanceof Op.ListMove move) {
      String problem = elementProblem(move.element());
      return problem != null ? problem : placeProblem(move.parent());
    }
    if (op instanceof Op.ListSet set) {
      String problem = elementProblem(set.element());
      problem = problem != null ? problem : valuesProblem(List.of(set.value()), where);
      return problem != null ? problem : OpValidator.unseen(set.seen(), past);
    }
    if (op instanceof Op.Dismiss dismiss && dismiss.element() != null) {
      String problem = elementProblem(dismiss.element());
      problem = problem != null ? problem : OpValidator.unseen(dismiss.seen(), past);
      return problem != null ? problem : OpValidator.unseen(dismiss.recalled(), past);
    }
    if (op instanceof Op.Delete delete) {
      for (IdRange range : delete.targets()) {
        String problem = deleteProblem(range);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    }
    if (op instanceof Op.DeleteRun run) {
      return deleteProblem(run.targets());
    }
    OpId delete = ((Op.Revive) op).delete();
    boolean known = OpValidator.includes(past, delete) && list != null && list.knowsDelete(delete);
    return known ? null : "revive of " + delete + ", which is no delete of this list";
  }

  private @Nullable String placeProblem(@Nullable OpId parent) {
    boolean known =
        parent == null || OpValidator.includes(past, parent) && list != null && list.isSlot(parent);
    return known ? null : "a slot at " + parent + ", which is no slot of this list";
  }

  private @Nullable String elementProblem(OpId element) {
    boolean known = OpValidator.includes(past, element) && list != null && list.isElement(element);
    return known ? null : "names " + element + ", which is no element of this list";
  }

  private @Nullable String deleteProblem(IdRange range) {
    boolean known =
        past.includes(range.replica(), range.to()) && list != null && list.areSlots(range);
    return known ? null : "delete of " + range + ", not all of it slots of this list";
  }

  private static @Nullable String valuesProblem(List<Value> values, ContainerId where) {
    for (Value value : values) {
      if (value instanceof Value.Nested nested && nested.kind() == Kind.ANNOTATIONS) {
        return "annotations in a list, and not beside a text";
      }
      if (!(value instanceof Value.Nested nested)) {
        continue;
      }
      if (where.depth() + 1 >= Limits.MAX_NESTING) {
        return "a container nested deeper than " + Limits.MAX_NESTING;
      }
      if (!nested.generation().isEmpty()) {
        return "a container in an element has no generation";
      }
    }
    return null;
  }
}
