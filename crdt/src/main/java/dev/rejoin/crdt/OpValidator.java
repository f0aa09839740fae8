package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an op makes sense to everyone who receives it.
 *
 * <p>The answer depends on the op and its causal past only: an atom that is here but that the
 * author cannot have seen counts as unknown, or replicas would judge by what happened to arrive
 * first.
 */
final class OpValidator {
  /** The atoms that come before an op. */
  interface Past {
    boolean includes(ReplicaId replica, long seq);
  }

  private final Containers containers;

  OpValidator(Containers containers) {
    this.containers = containers;
  }

  /** What is wrong with an op, or null where nothing is. */
  @Nullable String problem(Op op, Past past) {
    ContainerId where = op.container();
    if (where == null) {
      return op instanceof Op.Undoes undoes ? unseen(undoes.changes(), past) : null;
    }
    if (!fits(op, where.kind())) {
      return op.getClass().getSimpleName()
          + " does not fit a "
          + where.kind()
          + " ('"
          + where
          + "')";
    }
    String problem = placeProblem(where, past);
    if (problem != null) {
      return problem;
    }
    return switch (where.kind()) {
      case TEXT -> textProblem(op, containers.text(where), past);
      case LIST -> new ListRules(containers.list(where), past).problem(op, where);
      case TREE -> new TreeRules(containers.tree(where), past).problem(op);
      case ANNOTATIONS -> noteProblem(op, where, past);
      case MAP, REGISTER, SET, COUNTER -> valueProblem(op, where, past);
    };
  }

  /** Whether {@code key} is one for a container of this kind. */
  static boolean fitsKey(Kind kind, String key) {
    if (kind == Kind.REGISTER) {
      return key.isEmpty();
    }
    int bytes = Utf8.length(key);
    return bytes > 0 && bytes <= Limits.MAX_KEY_BYTES && Utf8.loneSurrogate(key) < 0;
  }

  private static boolean fits(Op op, Kind kind) {
    return switch (kind) {
      case TEXT ->
          op instanceof Op.Insert
              || op instanceof Op.Delete
              || op instanceof Op.DeleteRun
              || op instanceof Op.Revive
              || op instanceof Op.Mark
              || op instanceof Op.Withdraw;
      case MAP, REGISTER ->
          op instanceof Op.Put
              || op instanceof Op.Remove
              || op instanceof Op.Dismiss dismiss && dismiss.element() == null;
      case SET -> op instanceof Op.Add || op instanceof Op.Discard;
      case COUNTER -> op instanceof Op.Increment;
      case LIST -> ListRules.fits(op);
      case TREE -> TreeRules.fits(op);
      case ANNOTATIONS -> AnnotationRules.fits(op);
    };
  }

  private static @Nullable String textProblem(Op op, @Nullable TextSequence text, Past past) {
    if (op instanceof Op.Insert insert) {
      OpId parent = insert.parent();
      boolean known =
          parent == null || includes(past, parent) && text != null && text.contains(parent);
      return known ? null : "insert at " + parent + ", which is no atom of this text";
    }
    if (op instanceof Op.Delete delete) {
      for (IdRange range : delete.targets()) {
        String problem = deleteProblem(range, text, past);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    }
    if (op instanceof Op.DeleteRun run) {
      return deleteProblem(run.targets(), text, past);
    }
    if (op instanceof Op.Mark mark) {
      return markProblem(mark, text, past);
    }
    if (op instanceof Op.Withdraw withdraw) {
      OpId mark = withdraw.mark();
      boolean known = includes(past, mark) && text != null && text.knowsMark(mark);
      return known ? null : "withdrawal of " + mark + ", which is no mark of this text";
    }
    OpId delete = ((Op.Revive) op).delete();
    boolean known =
        includes(past, delete)
            && text != null
            && (text.knowsDelete(delete) || text.knowsWithdrawal(delete));
    return known ? null : "revive of " + delete + ", which is no delete of this text";
  }

  private @Nullable String noteProblem(Op op, ContainerId where, Past past) {
    AnnotationsContainer annotations = containers.annotations(where);
    ContainerId parent = where.parent();
    TextSequence text = parent == null ? null : containers.text(parent);
    AnnotationTable table = annotations == null ? null : annotations.table();
    return new AnnotationRules(table, text, past).problem(op);
  }

  /** A mark that ends before it starts covers nothing and does no harm, so that is no problem. */
  private static @Nullable String markProblem(
      Op.Mark mark, @Nullable TextSequence text, Past past) {
    if (!fitsKey(Kind.MAP, mark.key())) {
      return "key '" + mark.key() + "' does not fit";
    }
    if (mark.value() instanceof Value.Nested) {
      return "a mark cannot hold a container";
    }
    String problem = anchorProblem(mark.start(), text, past);
    return problem != null ? problem : anchorProblem(mark.end(), text, past);
  }

  static @Nullable String anchorProblem(Anchor anchor, @Nullable TextSequence text, Past past) {
    OpId atom = anchor.atom();
    boolean known = atom == null || includes(past, atom) && text != null && text.contains(atom);
    return known ? null : "an end at " + atom + ", which is no atom of this text";
  }

  private static @Nullable String deleteProblem(
      IdRange range, @Nullable TextSequence text, Past past) {
    boolean known =
        past.includes(range.replica(), range.to()) && text != null && text.containsAll(range);
    return known ? null : "delete of " + range + ", not all of it atoms of this text";
  }

  private static @Nullable String valueProblem(Op op, ContainerId where, Past past) {
    if (op instanceof Op.Put put) {
      String problem = entryProblem(where, put.key(), put.seen(), past);
      return problem != null ? problem : nestedProblem(put.value(), where, past);
    }
    if (op instanceof Op.Remove remove) {
      return entryProblem(where, remove.key(), remove.seen(), past);
    }
    if (op instanceof Op.Dismiss dismiss) {
      String problem = entryProblem(where, dismiss.key(), dismiss.seen(), past);
      return problem != null ? problem : unseen(dismiss.recalled(), past);
    }
    if (op instanceof Op.Add add) {
      return elementProblem(add.element(), add.seen(), past);
    }
    if (op instanceof Op.Discard discard) {
      return elementProblem(discard.element(), discard.seen(), past);
    }
    return null;
  }

  private static @Nullable String entryProblem(
      ContainerId where, String key, List<OpId> seen, Past past) {
    return fitsKey(where.kind(), key) ? unseen(seen, past) : "key '" + key + "' does not fit";
  }

  private static @Nullable String elementProblem(Value element, List<OpId> seen, Past past) {
    return element instanceof Value.Nested ? "a set cannot hold a container" : unseen(seen, past);
  }

  private static @Nullable String nestedProblem(Value value, ContainerId where, Past past) {
    if (!(value instanceof Value.Nested nested)) {
      return null;
    }
    if (where.kind() != Kind.MAP || nested.kind() == Kind.ANNOTATIONS) {
      return "a " + where.kind() + " cannot hold a container of kind " + nested.kind();
    }
    if (where.depth() + 1 >= Limits.MAX_NESTING) {
      return "a container nested deeper than " + Limits.MAX_NESTING;
    }
    return unseen(nested.generation(), past);
  }

  /** What is wrong with where a container is; it need not be there yet. */
  private @Nullable String placeProblem(ContainerId where, Past past) {
    for (ContainerId at = where; at != null; at = at.parent()) {
      List<OpId> named = List.of();
      if (at instanceof ContainerId.Child child) {
        named = child.generation();
      } else if (at instanceof ContainerId.Element holder) {
        named = List.of(holder.element());
      }
      String problem = unseen(named, past);
      if (problem != null) {
        return problem;
      }
      if (at.kind() == Kind.ANNOTATIONS != at instanceof ContainerId.Beside) {
        return "a " + at.kind() + " that lies at '" + at + "'";
      }
      if (at instanceof ContainerId.Element holder && !isElement(holder)) {
        return "a container in " + holder.element() + ", which is no element there";
      }
    }
    return null;
  }

  private boolean isElement(ContainerId.Element holder) {
    AnnotationsContainer annotations = containers.annotations(holder.parent());
    if (annotations != null) {
      return annotations.table().note(holder.element()) != null;
    }
    TreeState tree = containers.tree(holder.parent());
    if (tree != null) {
      return tree.log().node(holder.element()) >= 0;
    }
    ListSequence list = containers.list(holder.parent());
    return list != null && list.isElement(holder.element());
  }

  /** What is wrong with ids of any op, or null where the author can have seen all of them. */
  static @Nullable String unseen(List<OpId> ids, Past past) {
    for (OpId id : ids) {
      if (!includes(past, id)) {
        return "names " + id + ", which the author cannot have seen";
      }
    }
    return null;
  }

  static boolean includes(Past past, OpId id) {
    return past.includes(id.replica(), id.seq());
  }
}
