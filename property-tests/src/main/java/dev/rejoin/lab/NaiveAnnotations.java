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
 * The naive twin of the annotations of a text: of the places that each was given take the newest,
 * and count the visible atoms in front of its ends.
 *
 * <p>Walks all atoms and all ops once for each question.
 */
final class NaiveAnnotations {
  private final String units;

  /** Each atom with how many visible ones stand in front of it, and whether it shows itself. */
  private final TreeMap<OpId, Integer> before = new TreeMap<>();

  private final TreeSet<OpId> visible = new TreeSet<>();

  /** Those that are not withdrawn, by id. */
  private final TreeMap<OpId, AppliedOp> places = new TreeMap<>();

  NaiveAnnotations(List<AppliedOp> ops, ContainerId text) {
    NaiveText twin = new NaiveText(ops, text);
    units = twin.units();
    for (NaiveText.Shown atom : twin.order()) {
      before.put(atom.id(), visible.size());
      if (atom.visible()) {
        visible.add(atom.id());
      }
    }
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
    TreeMap<OpId, AppliedOp> newest = new TreeMap<>();
    places.forEach((id, place) -> newest.merge(noteOf(place), place, NaiveAnnotations::later));
    List<AnnotationItem> items = new ArrayList<>();
    newest.forEach(
        (id, place) -> {
          if (places.containsKey(id)) {
            items.add(item(id, place));
          }
        });
    items.sort(
        Comparator.comparingInt(AnnotationItem::start)
            .thenComparingInt(AnnotationItem::end)
            .thenComparing(AnnotationItem::id));
    return items;
  }

  private static OpId noteOf(AppliedOp place) {
    OpId of = annotate(place).annotation();
    return of == null ? place.id() : of;
  }

  private static AppliedOp later(AppliedOp one, AppliedOp other) {
    if (one.lamport() != other.lamport()) {
      return one.lamport() > other.lamport() ? one : other;
    }
    return one.id().compareTo(other.id()) > 0 ? one : other;
  }

  /** The state of each. */
  TreeMap<OpId, AnnotationState> states() {
    TreeMap<OpId, AnnotationState> states = new TreeMap<>();
    items().forEach(item -> states.put(item.id(), item.state()));
    return states;
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
    boolean behind = anchor.bias() == Bias.BEFORE && visible.contains(anchor.atom());
    return before.get(anchor.atom()) + (behind ? 1 : 0);
  }

  private static Op.Annotate annotate(AppliedOp op) {
    return (Op.Annotate) op.op();
  }
}
