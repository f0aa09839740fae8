package dev.rejoin.app;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts the annotations that ops are about, each once. */
final class AnnotationCount {
  private final TreeSet<OpId> known = new TreeSet<>();

  /** How many ops made an annotation; its id is not known from the op alone. */
  private long made;

  /** Takes an op; false if it is about no annotation. */
  boolean take(Op op) {
    ContainerId where = op.container();
    if (where == null) {
      return false;
    }
    if (where.kind() == Kind.ANNOTATIONS) {
      take(op, named(op));
      return true;
    }
    for (ContainerId at = where; at != null; at = at.parent()) {
      ContainerId parent = at.parent();
      if (at instanceof ContainerId.Element held
          && parent != null
          && parent.kind() == Kind.ANNOTATIONS) {
        known.add(held.element());
        return true;
      }
    }
    return false;
  }

  private void take(Op op, @Nullable OpId named) {
    if (named != null) {
      known.add(named);
    } else {
      made++;
    }
  }

  /** The annotation, or what was withdrawn of one, that an op names. */
  private static @Nullable OpId named(Op op) {
    if (op instanceof Op.Withdraw withdraw) {
      return withdraw.mark();
    }
    if (op instanceof Op.Revive revive) {
      return revive.delete();
    }
    return op instanceof Op.Annotate annotate ? annotate.annotation() : null;
  }

  /** What an annotation holds is written together with it, so it is counted there. */
  long count() {
    return Math.max(made, known.size());
  }
}
