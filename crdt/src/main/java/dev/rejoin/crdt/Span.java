package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of text atoms with consecutive numbers of one replica, next to each other in the document.
 *
 * <p>Each atom but the first is the right child of the one before it in the Fugue tree. An explicit
 * right child hangs on the last atom and an explicit left child on the first; a span is split
 * whenever that would not hold.
 */
final class Span {
  final ReplicaId replica;
  final long seq;
  final StringBuilder units;

  /** The atom the first unit hangs on, null for the start of the text. */
  final @Nullable OpId parent;

  final Side side;

  /** How many un-revived deletes cover the atoms, the same for all of them. */
  int deletes;

  @Nullable Span prev;
  @Nullable Span next;

  /** Explicit children, ascending by id. */
  private final List<Span> left = new ArrayList<>(0);

  private List<Span> right = new ArrayList<>(1);

  /** The last transaction or import that touched the span, and whether it showed before that. */
  long epoch;

  boolean wasVisible;

  /** The last delete or revive that changed the span. */
  long stamp;

  /** Whether the span is part of the text still; false once it is merged into another. */
  boolean linked = true;

  Span(OpId first, CharSequence units, @Nullable OpId parent, Side side) {
    this.replica = first.replica();
    this.seq = first.seq();
    this.units = new StringBuilder(units);
    this.parent = parent;
    this.side = side;
  }

  int length() {
    return units.length();
  }

  int visibleLength() {
    return deletes == 0 ? units.length() : 0;
  }

  OpId first() {
    return new OpId(replica, seq);
  }

  OpId last() {
    return atom(units.length() - 1);
  }

  OpId atom(int offset) {
    return new OpId(replica, seq + offset);
  }

  /** The number of the last atom. */
  long lastSeq() {
    return seq + units.length() - 1;
  }

  boolean holds(OpId atom) {
    return atom.seq() >= seq && atom.seq() <= lastSeq() && atom.replica().equals(replica);
  }

  List<Span> children(Side on) {
    return on == Side.LEFT ? left : right;
  }

  /** Cuts the span before the unit at {@code offset} and returns the new second half. */
  Span cut(int offset) {
    Span half = new Span(atom(offset), units.substring(offset), atom(offset - 1), Side.RIGHT);
    units.setLength(offset);
    half.right = right;
    half.deletes = deletes;
    half.epoch = epoch;
    half.wasVisible = wasVisible;
    right = new ArrayList<>(1);
    right.add(half);
    return half;
  }

  /** Whether {@code following} is no more than the continuation of this span. */
  boolean continuesIn(Span following) {
    return following.seq == seq + units.length()
        && following.deletes == deletes
        && following.side == Side.RIGHT
        && following.left.isEmpty()
        && right.size() == 1
        && right.get(0) == following
        && following.replica.equals(replica);
  }

  /** Takes over the units and children of the span it continues in. */
  void absorb(Span following) {
    units.append(following.units);
    right = following.right;
    following.linked = false;
  }
}
