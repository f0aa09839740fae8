package dev.rejoin.crdt;

/** An inner node: up to {@link #CAPACITY} children with the number of units that show in each. */
final class SpanBranch extends SpanNode {
  static final int CAPACITY = 32;

  final SpanNode[] children = new SpanNode[CAPACITY];
  final int[] visible = new int[CAPACITY];
  int size;

  @Override
  int visible() {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += visible[i];
    }
    return sum;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /** Puts a child at a place of a branch that is not full. */
  void add(int at, SpanNode child, int units) {
    System.arraycopy(children, at, children, at + 1, size - at);
    System.arraycopy(visible, at, visible, at + 1, size - at);
    children[at] = child;
    visible[at] = units;
    child.parent = this;
    size++;
    number(at);
  }

  void remove(int at) {
    size--;
    System.arraycopy(children, at + 1, children, at, size - at);
    System.arraycopy(visible, at + 1, visible, at, size - at);
    number(at);
  }

  /** Moves the children from {@code at} on to an empty branch; returns the units that went. */
  int moveTo(SpanBranch other, int at) {
    int moved = size - at;
    System.arraycopy(children, at, other.children, 0, moved);
    System.arraycopy(visible, at, other.visible, 0, moved);
    int units = 0;
    for (int i = 0; i < moved; i++) {
      other.children[i].parent = other;
      units += other.visible[i];
    }
    other.size = moved;
    size = at;
    other.number(0);
    return units;
  }

  private void number(int from) {
    for (int i = from; i < size; i++) {
      children[i].place = i;
    }
  }
}
