package dev.rejoin.crdt;

import java.util.List;

/**
 * Reads and edits a list inside a transaction.
 *
 * <p>Concurrency rule: elements are ordered by Fugue, so what two insert apart in one place does
 * not interleave. An element that two move apart is where the higher (Lamport time, replica) moved
 * it, once. A move made apart from a delete wins over it; a set made apart from a move or delete
 * has its effect as well. The value of an element is a register: sets made apart are candidates.
 */
public interface ListEdit extends ListView {
  /** Inserts an element in front of the one at {@code index}; {@code size()} is the end. */
  default ListEdit insert(int index, Value value) {
    return insertAll(index, List.of(value));
  }

  default ListEdit insert(int index, String value) {
    return insert(index, Value.of(value));
  }

  default ListEdit insert(int index, long value) {
    return insert(index, Value.of(value));
  }

  default ListEdit insert(int index, double value) {
    return insert(index, Value.of(value));
  }

  default ListEdit insert(int index, boolean value) {
    return insert(index, Value.of(value));
  }

  /** Inserts elements that stay together, whatever others insert there meanwhile. */
  ListEdit insertAll(int index, List<Value> values);

  default ListEdit add(Value value) {
    return insert(size(), value);
  }

  default ListEdit add(String value) {
    return add(Value.of(value));
  }

  default ListEdit add(long value) {
    return add(Value.of(value));
  }

  default ListEdit add(double value) {
    return add(Value.of(value));
  }

  default ListEdit add(boolean value) {
    return add(Value.of(value));
  }

  default ListEdit addAll(List<Value> values) {
    return insertAll(size(), values);
  }

  /** Replaces the value of the element at an index. */
  ListEdit set(int index, Value value);

  default ListEdit set(int index, String value) {
    return set(index, Value.of(value));
  }

  default ListEdit set(int index, long value) {
    return set(index, Value.of(value));
  }

  default ListEdit set(int index, double value) {
    return set(index, Value.of(value));
  }

  default ListEdit set(int index, boolean value) {
    return set(index, Value.of(value));
  }

  /**
   * Keeps one candidate of an element and dismisses the others; see {@link MapEdit#keep}.
   *
   * @throws RefusedEditException if it is no candidate, or was replaced meanwhile
   */
  ListEdit keep(int index, OpId candidate);

  /**
   * Moves the element at {@code from} so that it is at {@code to} afterwards, keeping its id, its
   * value, and what it holds; without effect where it is there already.
   */
  ListEdit move(int from, int to);

  default ListEdit delete(int index) {
    return delete(index, index + 1);
  }

  /** Deletes the elements from {@code from} to before {@code to}. */
  ListEdit delete(int from, int to);

  /**
   * Takes a delete back: its elements show again, unless another delete covers them.
   *
   * @throws IllegalArgumentException if this is no delete of this list
   */
  ListEdit revive(OpId delete);

  /** Inserts an element that holds a new text, to be edited by what this returns. */
  TextEdit insertText(int index);

  MapEdit insertMap(int index);

  SetEdit insertSet(int index);

  CounterEdit insertCounter(int index);

  TreeEdit insertTree(int index);

  ListEdit insertList(int index);

  /**
   * The text that the element at an index holds.
   *
   * @throws RefusedEditException if it shows something else
   */
  @Override
  TextEdit text(int index);

  @Override
  MapEdit map(int index);

  @Override
  SetEdit set(int index);

  @Override
  CounterEdit counter(int index);

  @Override
  TreeEdit tree(int index);

  @Override
  ListEdit list(int index);
}
