package dev.rejoin.crdt;

/**
 * Puts runs of atoms where their parent and its other children say, and keeps the spans joined.
 *
 * <p>An insert next to no concurrent sibling is O(log spans). Otherwise the end of the subtree of
 * one sibling is looked for, span by span: that happens once for each branch that was typed apart,
 * not for each of its ops.
 */
final class Placement {
  private final OpNumbers numbers;
  private final SpanTree spans;
  private final Children left;
  private final Children right;
  private boolean childrenKnown = true;

  /** Numbers below come from a snapshot, where they do not tell what arrived first. */
  private int loaded;

  Placement(OpNumbers numbers, SpanTree spans) {
    this.numbers = numbers;
    this.spans = spans;
    this.left = new Children(numbers);
    this.right = new Children(numbers);
  }

  /** Whether anything hangs to the right of an atom that ends a span. */
  boolean hasRightChild(int atom) {
    if (atom + 1 == numbers.next() && atom >= loaded) {
      return false;
    }
    findChildren();
    return hasImplicitChild(atom) || right.has(atom);
  }

  /** The place of atoms inserted directly after the one that shows before {@code position}. */
  TextSequence.Place locate(int position) {
    if (position == 0) {
      return placeAfter(OpNumbers.ROOT);
    }
    spans.seek(position - 1);
    return after(spans.number() + position - 1 - spans.start());
  }

  /** The place of atoms inserted directly after an atom, or at the very start. */
  TextSequence.Place placeAfter(int atom) {
    if (atom == OpNumbers.ROOT) {
      boolean any = spans.first();
      return any ? leftOf(spans.number()) : new TextSequence.Place(null, Side.RIGHT);
    }
    spans.get(atom);
    return after(atom);
  }

  /** The place after an atom of the span where the tree stands. */
  private TextSequence.Place after(int atom) {
    if (atom < spans.last()) {
      return leftOf(atom + 1);
    }
    if (!hasRightChild(atom)) {
      return new TextSequence.Place(numbers.id(atom), Side.RIGHT);
    }
    spans.get(atom);
    if (!spans.next()) {
      throw new IllegalStateException("a right child of atom " + atom + " is not listed");
    }
    return leftOf(spans.number());
  }

  private TextSequence.Place leftOf(int atom) {
    return new TextSequence.Place(numbers.id(atom), Side.LEFT);
  }

  /** Inserts a run whose numbers are the newest. */
  void insert(int number, int count, int parent, Side side) {
    if (side == Side.LEFT) {
      insertLeft(number, count, parent);
      return;
    }
    if (parent == number - 1 && parent >= loaded) {
      typeOn(number, count, parent);
      return;
    }
    findChildren();
    int before = siblingBefore(number, parent);
    if (parent != number - 1) {
      right.add(parent, number);
    }
    if (before != Children.ABSENT) {
      goTo(lastOf(before));
    } else if (parent == OpNumbers.ROOT) {
      spans.insertFirst(number, count, parent, 0);
      return;
    } else {
      goTo(parent);
    }
    spans.insertAfter(number, count, parent, 0);
  }

  /** Notes that spans came from a snapshot, whose children are found when the first edit asks. */
  void loaded() {
    childrenKnown = false;
    loaded = numbers.next();
  }

  /** Takes out the newest run; returns how many of its units showed. */
  int remove(int number, int count, int parent, Side side) {
    int shown = 0;
    int end = number + count;
    while (end > number) {
      spans.get(end - 1);
      int from = Math.max(number, spans.number());
      shown += spans.leaf().isVisible(spans.slot()) ? end - from : 0;
      if (spans.number() < from) {
        spans.lengthen(from - end);
      } else {
        spans.remove();
      }
      end = from;
    }
    if (childrenKnown && side == Side.LEFT) {
      left.remove(parent, number);
    } else if (childrenKnown && parent != number - 1) {
      right.remove(parent, number);
    }
    return shown;
  }

  /** Changes by how many deletes atoms of one span are covered; moves to the span they are in. */
  void cover(int first, int count, int amount) {
    spans.get(first);
    int shape = spans.leaf().shape(spans.slot()) + amount * SpanLeaf.ONE_DELETE;
    int end = first + count;
    if (spans.number() == first && spans.length() > count && isJoinedBefore(shape)) {
      spans.moveBorder(count);
      spans.previous();
      return;
    }
    if (spans.number() < first && spans.last() + 1 == end && isJoinedAfter(shape)) {
      spans.next();
      spans.moveBorder(-count);
      return;
    }
    if (spans.number() < first) {
      spans.split(first - spans.number());
      spans.next();
    }
    if (spans.length() > count) {
      spans.split(count);
    }
    spans.cover(amount);
    joinNeighbours();
  }

  private void findChildren() {
    if (childrenKnown) {
      return;
    }
    childrenKnown = true;
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        if (leaf.isLeft(slot)) {
          left.announce(leaf.parent(slot));
        } else if (leaf.parent(slot) != leaf.number(slot) - 1) {
          right.announce(leaf.parent(slot));
        }
      }
    }
    left.allot();
    right.allot();
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int parent = leaf.parent(slot);
        if (leaf.isLeft(slot)) {
          left.add(parent, leaf.number(slot));
        } else if (parent != leaf.number(slot) - 1) {
          right.add(parent, leaf.number(slot));
        }
      }
    }
  }

  private void insertLeft(int number, int count, int parent) {
    spans.get(parent);
    if (spans.number() < parent) { // nothing hangs left of it, or a span would end there
      spans.split(parent - spans.number());
      spans.next();
      if (childrenKnown) {
        left.add(parent, number);
      }
    } else {
      findChildren();
      int after = left.above(parent, number);
      left.add(parent, number);
      if (after != Children.ABSENT) {
        spans.get(firstOf(after));
      }
    }
    spans.insertBefore(number, count, parent, 1);
  }

  /** Puts a run behind the newest atom, which has no child yet. */
  private void typeOn(int number, int count, int parent) {
    spans.get(parent);
    if (spans.leaf().isVisible(spans.slot()) && numbers.continuesId(number)) {
      spans.lengthen(count);
    } else {
      spans.insertAfter(number, count, parent, 0);
    }
  }

  /** The right child of an atom that a new one comes directly after, or ABSENT. */
  private int siblingBefore(int number, int parent) {
    int explicit = right.below(parent, number);
    boolean implicit =
        parent + 1 < number
            && hasImplicitChild(parent)
            && numbers.compareIds(parent + 1, number) < 0;
    if (!implicit) {
      return explicit;
    }
    return explicit == Children.ABSENT || numbers.compareIds(explicit, parent + 1) < 0
        ? parent + 1
        : explicit;
  }

  /** Whether the atom with the next number is the right child of an atom. */
  private boolean hasImplicitChild(int atom) {
    int child = atom + 1;
    if (!spans.isStart(child)) {
      return spans.find(child);
    }
    spans.get(child);
    return spans.leaf().parent(spans.slot()) == atom && !spans.leaf().isLeft(spans.slot());
  }

  /** Moves to the span that ends with an atom, cutting it there if need be. */
  private void goTo(int atom) {
    spans.get(atom);
    if (atom < spans.last()) {
      spans.split(atom - spans.number() + 1);
    }
  }

  /** The leftmost atom of a subtree: where it begins in document order. */
  private int firstOf(int atom) {
    int first = atom;
    int child = left.first(first);
    while (child != Children.ABSENT) {
      first = child;
      child = left.first(first);
    }
    return first;
  }

  /** The rightmost atom of a subtree: where it ends in document order. */
  private int lastOf(int atom) {
    int at = atom;
    while (true) {
      spans.get(at);
      int end = spans.last();
      int parent = right.parentWithin(at, end);
      int child = parent == Children.ABSENT ? Children.ABSENT : right.last(parent);
      boolean isLast =
          child != Children.ABSENT
              && (!hasImplicitChild(parent) || numbers.compareIds(child, parent + 1) > 0);
      if (isLast) {
        at = child;
      } else if (parent != Children.ABSENT && parent < end) {
        at = parent + 1;
      } else if (hasImplicitChild(end)) {
        at = end + 1;
      } else {
        return end;
      }
    }
  }

  /** Whether the span begins by continuing the one before it in the leaf, which has this shape. */
  private boolean isJoinedBefore(int shape) {
    int slot = spans.slot();
    SpanLeaf leaf = spans.leaf();
    return slot > 0
        && leaf.shape(slot - 1) >>> 1 == shape >>> 1
        && continues(leaf, slot - 1, leaf, slot);
  }

  private boolean isJoinedAfter(int shape) {
    int slot = spans.slot();
    SpanLeaf leaf = spans.leaf();
    return slot + 1 < leaf.size
        && leaf.shape(slot + 1) >>> 1 == shape >>> 1
        && continues(leaf, slot, leaf, slot + 1);
  }

  private void joinNeighbours() {
    SpanLeaf leaf = spans.leaf();
    int slot = spans.slot();
    if (isJoinedAfter(leaf.shape(slot))) {
      spans.joinNext();
    }
    if (isJoinedBefore(leaf.shape(slot))) {
      spans.previous();
      spans.joinNext();
    }
  }

  private boolean continues(SpanLeaf leaf, int slot, SpanLeaf nextLeaf, int next) {
    int number = nextLeaf.number(next);
    return number == leaf.last(slot) + 1
        && nextLeaf.parent(next) == number - 1
        && !nextLeaf.isLeft(next)
        && numbers.continuesId(number);
  }
}
