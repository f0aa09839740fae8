package dev.rejoin.lab;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of text atoms with consecutive numbers, next to each other in the document.
 *
 * <p>Each atom but the first is the right child of the one before it in the Fugue tree, and has no
 * other children: left children hang on the first atom, right ones on the last. A span is cut
 * whenever that would not hold, and never joined again.
 */
final class SimpleSpan {
  final OpId first;

  /** Children in the tree, ascending by id. */
  final List<SimpleSpan> left = new ArrayList<>();

  final List<SimpleSpan> right = new ArrayList<>();

  /** How many deletes that were not revived cover the atoms, the same for all of them. */
  int deletes;

  /** Whether the atoms showed when the text was last settled. */
  boolean wasVisible;

  private String units;

  SimpleSpan(OpId first, String units) {
    this.first = first;
    this.units = units;
  }

  String units() {
    return units;
  }

  int length() {
    return units.length();
  }

  OpId last() {
    return first.plus(units.length() - 1);
  }

  boolean isVisible() {
    return deletes == 0;
  }

  boolean holds(OpId atom) {
    return atom.replica().equals(first.replica())
        && first.seq() <= atom.seq()
        && atom.seq() <= last().seq();
  }

  List<SimpleSpan> children(Side side) {
    return side == Side.LEFT ? left : right;
  }

  /** Cuts the span before the unit at {@code offset} and returns the second half, its child now. */
  SimpleSpan cut(int offset) {
    SimpleSpan half = new SimpleSpan(first.plus(offset), units.substring(offset));
    half.deletes = deletes;
    half.wasVisible = wasVisible;
    half.right.addAll(right);
    right.clear();
    right.add(half);
    units = units.substring(0, offset);
    return half;
  }
}
