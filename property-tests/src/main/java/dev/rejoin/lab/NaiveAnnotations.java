package dev.rejoin.lab;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The naive twin of the annotations of a text: for each, look at all places it was given, and count
 * the visible atoms in front of them.
 *
 * <p>O(atoms times annotations).
 */
final class NaiveAnnotations {
  private final List<NaiveText.Shown> order;
  private final String units;

  /** Those that are not withdrawn, by id. */
  private final TreeMap<OpId, AppliedOp> places = new TreeMap<>();

  NaiveAnnotations(List<AppliedOp> ops, ContainerId text) {
    NaiveText twin = new NaiveText(ops, text);
    order = twin.order();
    units = twin.units();
    ContainerId container = beside(text);
    TreeSet<OpId> revived = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Revive revive) {
        revived.add(revive.delete());
      }
    }
    TreeSet<OpId> withdrawn = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Annotate && container.equals(op.op().container())) {
        places.put(op.id(), op);
      } else if (op.op() instanceof Op.Withdraw withdraw && !revived.contains(op.id())) {
        withdrawn.add(withdraw.mark());
      }
    }
    places.keySet().removeAll(withdrawn);
  }

  static ContainerId beside(ContainerId text) {
    return new ContainerId.Beside(text, Kind.ANNOTATIONS);
  }

  /** All that are not removed, by where they start, where they end, and id. */
  List<AnnotationItem> items() {
    List<AnnotationItem> items = new ArrayList<>();
    places.forEach(
        (id, made) -> {
          if (annotate(made).annotation() == null) {
            items.add(item(id, newest(id, made)));
          }
        });
    items.sort(
        Comparator.comparingInt(AnnotationItem::start)
            .thenComparingInt(AnnotationItem::end)
            .thenComparing(AnnotationItem::id));
    return items;
  }

  /** The state of each. */
  TreeMap<OpId, AnnotationState> states() {
    TreeMap<OpId, AnnotationState> states = new TreeMap<>();
    items().forEach(item -> states.put(item.id(), item.state()));
    return states;
  }

  private AppliedOp newest(OpId id, AppliedOp made) {
    AppliedOp newest = made;
    for (AppliedOp other : places.values()) {
      boolean later =
          other.lamport() > newest.lamport()
              || other.lamport() == newest.lamport() && other.id().compareTo(newest.id()) > 0;
      if (id.equals(annotate(other).annotation()) && later) {
        newest = other;
      }
    }
    return newest;
  }

  private AnnotationItem item(OpId id, AppliedOp place) {
    Op.Annotate op = annotate(place);
    int from = position(op.start());
    int to = Math.max(from, position(op.end()));
    String between = NaiveText.shown(units.substring(from, to));
    AnnotationState state =
        between.isEmpty()
            ? AnnotationState.ORPHANED
            : between.equals(op.quote().exact()) ? AnnotationState.LIVE : AnnotationState.EDITED;
    return new AnnotationItem(id, state, from, to, op.quote());
  }

  private int position(Anchor anchor) {
    if (anchor.atom() == null) {
      return anchor.bias() == Bias.BEFORE ? 0 : units.length();
    }
    int visible = 0;
    for (NaiveText.Shown atom : order) {
      if (atom.id().equals(anchor.atom())) {
        return anchor.bias() == Bias.BEFORE && atom.visible() ? visible + 1 : visible;
      }
      visible += atom.visible() ? 1 : 0;
    }
    throw new AssertionError("no atom " + anchor.atom());
  }

  private static Op.Annotate annotate(AppliedOp op) {
    return (Op.Annotate) op.op();
  }
}
