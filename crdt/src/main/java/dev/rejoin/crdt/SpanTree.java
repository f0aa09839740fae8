package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a text in document order, as a B+tree that counts visible units, and by op number.
 *
 * <p>The tree stands at one span at a time: {@link #find} and {@link #seek} move to another,
 * everything else works there. Moving is O(1) within a leaf, O(log spans) otherwise; so is every
 * change. Nothing recurses.
 */
final class SpanTree {
  private static final int UNKNOWN = -1;

  /** Enough for a place in a branch. */
  private static final int BRANCH_BITS = 5;

  private SpanLeaf[] leaves = new SpanLeaf[2];
  private int leafCount;

  /** Leaves that were emptied, to be used again before others are made. */
  private @Nullable SpanLeaf spare;

  private SpanNode root;
  private SpanLeaf head;

  private final SpanIndex index = new SpanIndex();
  private int size;

  /** Where the tree stands. */
  private SpanLeaf leaf;

  private int slot;

  /** How many units show before the span, if that is known. */
  private int start = UNKNOWN;

  SpanTree() {
    head = newLeaf();
    leaf = head;
    root = head;
  }

  /** Takes over what a builder made, instead of the nothing that was here. */
  void adopt(SpanTreeBuilder built) {
    leaves = built.leaves();
    leafCount = leaves.length;
    head = leaves[0];
    root = built.root();
    size = built.size();
    if (size > 0) {
      index.forget();
    }
    moveTo(head, 0, 0);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** How many leaves were made, emptied ones included. */
  int leaves() {
    return leafCount;
  }

  SpanLeaf head() {
    return head;
  }

  SpanLeaf leaf() {
    return leaf;
  }

  int slot() {
    return slot;
  }

  int number() {
    return leaf.number(slot);
  }

  int length() {
    return leaf.length(slot);
  }

  /** The number of the last atom of the span. */
  int last() {
    return leaf.last(slot);
  }

  /** How many units show before the span. */
  int start() {
    if (start == UNKNOWN) {
      int sum = leaf.visibleBefore(slot);
      SpanNode node = leaf;
      SpanBranch parent = node.parent;
      while (parent != null) {
        for (int i = 0; i < node.place; i++) {
          sum += parent.visible[i];
        }
        node = parent;
        parent = node.parent;
      }
      start = sum;
    }
    return start;
  }

  /** Moves to the span that holds an atom; false if no span does. */
  boolean find(int number) {
    if (slot < leaf.size && leaf.holds(slot, number)) {
      return true;
    }
    SortedInts all = index();
    if (!all.floor(number)) {
      return false;
    }
    SpanLeaf in = leaves[all.value()];
    int at = in.slotOf(all.key());
    if (!in.holds(at, number)) {
      return false;
    }
    moveTo(in, at, UNKNOWN);
    return true;
  }

  /** Whether a span starts with this atom; the tree stays where it is. */
  boolean isStart(int number) {
    return index().contains(number);
  }

  /** Moves to the span that holds an atom that is known to be here. */
  void get(int number) {
    if (!find(number)) {
      throw new IllegalStateException("no atom has the number " + number);
    }
  }

  /** Moves to the span with the lowest numbers that holds this or a higher one, if there is one. */
  boolean findFrom(int number) {
    if (find(number)) {
      return true;
    }
    SortedInts all = index();
    if (!all.ceiling(number)) {
      return false;
    }
    SpanLeaf in = leaves[all.value()];
    moveTo(in, in.slotOf(all.key()), UNKNOWN);
    return true;
  }

  /** Moves to the span that shows the unit at a position, which must be in range. */
  void seek(int position) {
    if (start != UNKNOWN && seekInLeaf(position)) {
      return;
    }
    SpanNode node = root;
    int rest = position;
    while (node instanceof SpanBranch branch) {
      int child = 0;
      while (rest >= branch.visible[child]) {
        rest -= branch.visible[child++];
      }
      node = branch.children[child];
    }
    SpanLeaf in = (SpanLeaf) node;
    int at = 0;
    while (rest >= in.visible(at)) {
      rest -= in.visible(at++);
    }
    moveTo(in, at, position - rest);
  }

  /** Moves to the first span; false in an empty text. */
  boolean first() {
    moveTo(head, 0, 0);
    return head.size > 0;
  }

  /** Moves to the next span in document order; false at the last one, where the tree stays. */
  boolean next() {
    int known = start == UNKNOWN ? UNKNOWN : start + leaf.visible(slot);
    if (slot + 1 < leaf.size) {
      moveTo(leaf, slot + 1, known);
      return true;
    }
    if (leaf.next == null) {
      return false;
    }
    moveTo(leaf.next, 0, known);
    return true;
  }

  /** Moves to the span before in document order; false at the first one, where the tree stays. */
  boolean previous() {
    SpanLeaf in = slot > 0 ? leaf : leaf.previous;
    if (in == null) {
      return false;
    }
    int at = slot > 0 ? slot - 1 : in.size - 1;
    moveTo(in, at, start == UNKNOWN ? UNKNOWN : start - in.visible(at));
    return true;
  }

  /** Inserts a span in front of the one where the tree stands, and moves to it. */
  void insertBefore(int number, int length, int parent, int shape) {
    insertAt(slot, number, length, parent, shape);
  }

  /** Inserts a span behind the one where the tree stands, and moves to it. */
  void insertAfter(int number, int length, int parent, int shape) {
    if (start != UNKNOWN) {
      start += leaf.visible(slot);
    }
    insertAt(slot + 1, number, length, parent, shape);
  }

  /** Inserts the first span of the text, in front of all others. */
  void insertFirst(int number, int length, int parent, int shape) {
    moveTo(head, 0, 0);
    insertAt(0, number, length, parent, shape);
  }

  /** Cuts the span in two behind {@code offset} atoms; stays at the first of them. */
  void split(int offset) {
    int number = number() + offset;
    int rest = length() - offset;
    int shape = leaf.shape(slot) & ~1;
    boolean shows = leaf.isVisible(slot);
    leaf.set(slot, SpanLeaf.LENGTH, offset);
    if (shows) {
      show(leaf, -rest);
    }
    SpanLeaf at = leaf;
    int known = start;
    insertAfter(number, rest, number - 1, shape);
    if (leaf == at || slot > 0) {
      moveTo(leaf, slot - 1, known);
    } else if (leaf.previous != null) {
      moveTo(leaf.previous, leaf.previous.size - 1, known);
    }
  }

  /** Makes the span longer at its end. */
  void lengthen(int by) {
    leaf.set(slot, SpanLeaf.LENGTH, length() + by);
    if (leaf.isVisible(slot)) {
      show(leaf, by);
    }
  }

  /** Moves the border between this span and the one before it in the same leaf. */
  void moveBorder(int by) {
    int number = number();
    index.rekey(number, number + by);
    int before = slot - 1;
    int shown = leaf.visible(before) + leaf.visible(slot);
    int shownBefore = leaf.visible(before);
    leaf.set(before, SpanLeaf.LENGTH, leaf.length(before) + by);
    leaf.set(slot, SpanLeaf.LENGTH, leaf.length(slot) - by);
    leaf.set(slot, SpanLeaf.NUMBER, number + by);
    leaf.set(slot, SpanLeaf.PARENT, number + by - 1);
    show(leaf, leaf.visible(before) + leaf.visible(slot) - shown);
    if (start != UNKNOWN) {
      start += leaf.visible(before) - shownBefore;
    }
  }

  /** Changes by how many deletes the span is covered. */
  void cover(int amount) {
    int before = leaf.visible(slot);
    leaf.set(slot, SpanLeaf.SHAPE, leaf.shape(slot) + amount * SpanLeaf.ONE_DELETE);
    int change = leaf.visible(slot) - before;
    if (change != 0) {
      show(leaf, change);
    }
  }

  /** Joins the span with the one behind it in the same leaf, which continues it. */
  void joinNext() {
    size--;
    index.remove(leaf.number(slot + 1));
    leaf.set(slot, SpanLeaf.LENGTH, leaf.length(slot) + leaf.length(slot + 1));
    leaf.remove(slot + 1);
  }

  /** Takes the span out; the tree stands nowhere in particular then. */
  void remove() {
    size--;
    index.remove(number());
    show(leaf, -leaf.visible(slot));
    leaf.remove(slot);
    if (leaf.size == 0) {
      removeLeaf(leaf);
    }
    moveTo(head, 0, 0);
  }

  /** Orders leaves along the document. */
  long rank() {
    long rank = 0;
    int shift = 0;
    SpanNode node = leaf;
    SpanBranch parent = node.parent;
    while (parent != null) {
      rank |= (long) node.place << shift;
      shift += BRANCH_BITS;
      node = parent;
      parent = node.parent;
    }
    return rank;
  }

  private SortedInts index() {
    return index.of(head);
  }

  private void moveTo(SpanLeaf toLeaf, int toSlot, int toStart) {
    leaf = toLeaf;
    slot = toSlot;
    start = toStart;
  }

  private boolean seekInLeaf(int position) {
    int at = slot;
    int units = start;
    while (position < units && at > 0) {
      at--;
      units -= leaf.visible(at);
    }
    if (position < units) {
      return false;
    }
    while (at < leaf.size) {
      int visible = leaf.visible(at);
      if (position < units + visible) {
        moveTo(leaf, at, units);
        return true;
      }
      units += visible;
      at++;
    }
    return false;
  }

  private void insertAt(int at, int number, int length, int parent, int shape) {
    size++;
    int known = start;
    SpanLeaf in = leaf;
    int to = at;
    if (in.isFull()) {
      SpanLeaf right = splitLeaf(in, at);
      if (at > in.size || at == in.size && right.size == 0) {
        to = at - in.size;
        in = right;
      }
    }
    in.add(to, number, length, parent, shape);
    index.put(number, in);
    moveTo(in, to, known);
    if (shape < SpanLeaf.ONE_DELETE) {
      show(in, length);
    }
  }

  private void show(SpanLeaf in, int units) {
    in.visible += units;
    SpanNode node = in;
    SpanBranch parent = node.parent;
    while (parent != null) {
      parent.visible[node.place] += units;
      node = parent;
      parent = node.parent;
    }
  }

  private SpanLeaf newLeaf() {
    SpanLeaf again = spare;
    if (again != null) {
      spare = again.next;
      again.next = null;
      return again;
    }
    if (leafCount == leaves.length) {
      leaves = Arrays.copyOf(leaves, leafCount + leafCount / 2 + 1);
    }
    SpanLeaf made = new SpanLeaf(leafCount);
    leaves[leafCount++] = made;
    return made;
  }

  /** Makes room in a full leaf; what is appended at the very end leaves it full. */
  private SpanLeaf splitLeaf(SpanLeaf full, int at) {
    SpanLeaf right = newLeaf();
    int keep = at == full.size ? full.size : full.size / 2;
    if (keep < full.size) {
      full.moveTo(right, keep);
    }
    for (int i = 0; i < right.size; i++) {
      right.visible += right.visible(i);
      index.put(right.number(i), right);
    }
    right.next = full.next;
    right.previous = full;
    if (full.next != null) {
      full.next.previous = right;
    }
    full.next = right;
    full.visible -= right.visible;
    addSibling(full, right, right.visible);
    return right;
  }

  /** Hangs {@code right}, which took {@code units} from {@code left}, behind it. */
  private void addSibling(SpanNode left, SpanNode right, int units) {
    SpanNode one = left;
    SpanNode two = right;
    int moved = units;
    while (true) {
      SpanBranch parent = one.parent;
      if (parent == null) {
        SpanBranch top = new SpanBranch();
        root = top;
        top.add(0, one, one.visible());
        top.add(1, two, moved);
        return;
      }
      parent.visible[one.place] -= moved;
      if (!parent.isFull()) {
        parent.add(one.place + 1, two, moved);
        return;
      }
      SpanBranch half = new SpanBranch();
      int keep = one.place + 1 == parent.size ? parent.size - 1 : parent.size / 2;
      int gone = parent.moveTo(half, keep);
      SpanBranch into = one.parent;
      if (into == null) {
        throw new IllegalStateException("a node lost its parent");
      }
      into.add(one.place + 1, two, moved);
      moved = into == half ? gone + moved : gone;
      one = parent;
      two = half;
    }
  }

  private void removeLeaf(SpanLeaf empty) {
    if (empty.previous == null && empty.next == null) {
      return;
    }
    if (empty.previous == null) {
      head = empty.next;
    } else {
      empty.previous.next = empty.next;
    }
    if (empty.next != null) {
      empty.next.previous = empty.previous;
    }
    SpanNode node = empty;
    SpanBranch parent = node.parent;
    empty.parent = null;
    empty.previous = null;
    empty.next = spare;
    spare = empty;
    while (parent != null) {
      parent.remove(node.place);
      if (parent.size > 0) {
        break;
      }
      node = parent;
      parent = node.parent;
    }
    while (root instanceof SpanBranch top && top.size == 1) {
      root = top.children[0];
      root.parent = null;
    }
  }
}
