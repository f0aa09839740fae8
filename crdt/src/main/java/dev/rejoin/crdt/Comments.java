package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells ops that only comment on a document from those that change it.
 *
 * <p>A change may say in the clear that it holds comments only; who may comment but not write makes
 * no others. What it says is checked against its ops wherever it takes effect.
 */
public final class Comments {
  private Comments() {}

  /**
   * Whether ops change nothing but annotations and what these hold. Ops without any effect here
   * change nothing.
   */
  public static boolean only(List<Op> ops) {
    return firstOther(ops) == null;
  }

  /** The first op that changes something else, or null. */
  static @Nullable Op firstOther(List<Op> ops) {
    for (int i = 0; i < ops.size(); i++) {
      ContainerId where = ops.get(i).container();
      if (where != null && !isWithin(where)) {
        return ops.get(i);
      }
    }
    return null;
  }

  /** Whether a container is one of annotations, or lies in an annotation. */
  static boolean isWithin(ContainerId container) {
    for (ContainerId at = container; at != null; at = at.parent()) {
      if (at.kind() == Kind.ANNOTATIONS) {
        return true;
      }
    }
    return false;
  }
}
