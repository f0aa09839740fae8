package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The naive twin of a text: the Fugue tree walked in order, visibility by definition.
 *
 * <p>O(ops squared) and meant to be read: one node for each atom, no runs, no state between calls.
 * Source: Weidner and Kleppmann, "The Art of the Fugue", 2023.
 */
final class NaiveText {
  private record Atom(OpId id, char unit) {}

  private record Place(@Nullable OpId parent, Side side) {}

  private final List<AppliedOp> ops;

  /** The text that these ops make; those on other containers are left out. */
  NaiveText(List<AppliedOp> all, ContainerId container) {
    this.ops = all.stream().filter(op -> container.equals(op.op().container())).toList();
  }

  /** The visible units as they were inserted. */
  String units() {
    TreeSet<OpId> hidden = NaiveDeletes.hidden(ops);
    StringBuilder visible = new StringBuilder();
    for (Atom atom : inOrder()) {
      if (!hidden.contains(atom.id)) {
        visible.append(atom.unit);
      }
    }
    return visible.toString();
  }

  /** The visible text, halves of surrogate pairs replaced. */
  String content() {
    return shown(units());
  }

  /** Units as readers see them, halves of surrogate pairs replaced. */
  static String shown(String units) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < units.length(); i++) {
      char c = units.charAt(i);
      boolean low = i > 0 && Character.isSurrogatePair(units.charAt(i - 1), c);
      boolean high = i + 1 < units.length() && Character.isSurrogatePair(c, units.charAt(i + 1));
      shown.append(Character.isSurrogate(c) && !low && !high ? '\uFFFD' : c);
    }
    return shown.toString();
  }

  /** An atom and whether it shows. */
  record Shown(OpId id, boolean visible) {}

  /** All atoms in document order, deleted ones too. */
  List<Shown> order() {
    TreeSet<OpId> hidden = NaiveDeletes.hidden(ops);
    return inOrder().stream().map(a -> new Shown(a.id, !hidden.contains(a.id))).toList();
  }

  private List<Atom> inOrder() {
    Map<Place, TreeMap<OpId, Atom>> children = children();
    List<Atom> order = new ArrayList<>();
    Deque<Object> stack = new ArrayDeque<>();
    push(stack, children.get(new Place(null, Side.RIGHT)));
    while (!stack.isEmpty()) {
      Object top = stack.pop();
      if (top instanceof Atom done) {
        order.add(done);
        continue;
      }
      Unvisited unvisited = (Unvisited) top;
      Atom atom = unvisited.atom;
      push(stack, children.get(new Place(atom.id, Side.RIGHT)));
      stack.push(atom);
      push(stack, children.get(new Place(atom.id, Side.LEFT)));
    }
    return order;
  }

  private record Unvisited(Atom atom) {}

  private static void push(Deque<Object> stack, @Nullable TreeMap<OpId, Atom> siblings) {
    if (siblings != null) {
      siblings.descendingMap().values().forEach(atom -> stack.push(new Unvisited(atom)));
    }
  }

  private Map<Place, TreeMap<OpId, Atom>> children() {
    Map<Place, TreeMap<OpId, Atom>> children = new HashMap<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Insert insert) {
        Place place = new Place(insert.parent(), insert.side());
        for (int i = 0; i < insert.text().length(); i++) {
          Atom atom = new Atom(op.id().plus(i), insert.text().charAt(i));
          children.computeIfAbsent(place, p -> new TreeMap<>()).put(atom.id, atom);
          place = new Place(atom.id, Side.RIGHT);
        }
      }
    }
    return children;
  }
}
