package dev.rejoin.lab;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The naive twin of a movable list: slots in the order of the Fugue tree, and everything else by
 * definition.
 *
 * <p>O(ops squared) and meant to be read. Sources: Kleppmann, "Moving Elements in List CRDTs",
 * 2020; Weidner and Kleppmann, "The Art of the Fugue", 2023.
 */
final class NaiveList {
  /** A place of an element: its first, or one it was moved to. */
  private record Slot(OpId id, long lamport, OpId element, @Nullable OpId parent, Side side) {}

  private static final Comparator<Slot> AGE =
      Comparator.comparingLong(Slot::lamport).thenComparing(Slot::id);

  private final ContainerId container;
  private final List<AppliedOp> ops;
  private final List<Slot> slots = new ArrayList<>();

  /** The list that these ops make; those on other containers are left out. */
  NaiveList(List<AppliedOp> all, ContainerId container) {
    this.container = container;
    this.ops = all.stream().filter(op -> container.equals(op.op().container())).toList();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.ListInsert insert) {
        OpId parent = insert.parent();
        Side side = insert.side();
        for (int i = 0; i < insert.values().size(); i++) {
          OpId id = op.id().plus(i);
          slots.add(new Slot(id, op.lamport() + i, id, parent, side));
          parent = id;
          side = Side.RIGHT;
        }
      } else if (op.op() instanceof Op.ListMove move) {
        slots.add(new Slot(op.id(), op.lamport(), move.element(), move.parent(), move.side()));
      }
    }
  }

  /** The elements that show, in order, with the values they show. */
  List<ListItem> items() {
    return elements().stream()
        .map(element -> new ListItem(element, candidates(element).get(0).value()))
        .toList();
  }

  /** The elements that show, in order. */
  List<OpId> elements() {
    TreeSet<OpId> hidden = NaiveDeletes.hidden(ops);
    TreeMap<OpId, Slot> newest = new TreeMap<>();
    for (Slot slot : slots) {
      Slot known = newest.get(slot.element);
      if (!hidden.contains(slot.id) && (known == null || AGE.compare(known, slot) < 0)) {
        newest.put(slot.element, slot);
      }
    }
    return inOrder().stream()
        .filter(slot -> slot.equals(newest.get(slot.element)))
        .map(Slot::element)
        .toList();
  }

  /** The sets of an element, and its insert, that no set names; the one shown first. */
  List<Candidate> candidates(OpId element) {
    List<Candidate> candidates = new ArrayList<>();
    TreeSet<OpId> named = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.ListInsert insert) {
        for (int i = 0; i < insert.values().size(); i++) {
          if (op.id().plus(i).equals(element)) {
            candidates.add(new Candidate(element, op.lamport() + i, insert.values().get(i)));
          }
        }
      } else if (op.op() instanceof Op.ListSet set && set.element().equals(element)) {
        candidates.add(new Candidate(op.id(), op.lamport(), set.value()));
        named.addAll(set.seen());
      }
    }
    candidates.removeIf(candidate -> named.contains(candidate.put()));
    return NaiveDismissals.shown(candidates, ops, container, "", element);
  }

  /** Every slot: left children, the slot, right children; siblings by id. */
  private List<Slot> inOrder() {
    List<Slot> order = new ArrayList<>();
    addSubtrees(null, Side.RIGHT, order);
    return order;
  }

  private void addSubtrees(@Nullable OpId parent, Side side, List<Slot> order) {
    slots.stream()
        .filter(slot -> slot.side == side && isSame(slot.parent, parent))
        .sorted(Comparator.comparing(Slot::id))
        .forEach(
            slot -> {
              addSubtrees(slot.id, Side.LEFT, order);
              order.add(slot);
              addSubtrees(slot.id, Side.RIGHT, order);
            });
  }

  private static boolean isSame(@Nullable OpId one, @Nullable OpId other) {
    return one == null ? other == null : one.equals(other);
  }
}
