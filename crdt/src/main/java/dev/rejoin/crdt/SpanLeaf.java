package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #CAPACITY} spans of a text in document order, packed into one int array.
 *
 * <p>A span is four ints: the op number of its first atom, how many atoms it has, the parent of its
 * first atom, and how it hangs and shows: the lowest bit is set on the left side of the parent, the
 * rest counts the deletes that cover it. Every further atom of a span is the right child of the one
 * before, with the next number and the next id.
 */
final class SpanLeaf extends SpanNode {
  static final int CAPACITY = 48;
  static final int STRIDE = 4;
  static final int NUMBER = 0;
  static final int LENGTH = 1;
  static final int PARENT = 2;
  static final int SHAPE = 3;

  /** One delete in the shape of a span. */
  static final int ONE_DELETE = 2;

  private static final int FIRST = 4;

  /** The place in the tree's list of leaves; fixed for life. */
  final int index;

  int[] spans = new int[FIRST * STRIDE];
  int size;
  int visible;
  @Nullable SpanLeaf next;
  @Nullable SpanLeaf previous;

  SpanLeaf(int index) {
    this.index = index;
  }

  @Override
  int visible() {
    return visible;
  }

  int number(int slot) {
    return spans[slot * STRIDE + NUMBER];
  }

  int length(int slot) {
    return spans[slot * STRIDE + LENGTH];
  }

  int parent(int slot) {
    return spans[slot * STRIDE + PARENT];
  }

  int shape(int slot) {
    return spans[slot * STRIDE + SHAPE];
  }

  boolean isLeft(int slot) {
    return (shape(slot) & 1) != 0;
  }

  int deletes(int slot) {
    return shape(slot) >>> 1;
  }

  boolean isVisible(int slot) {
    return shape(slot) < ONE_DELETE;
  }

  int visible(int slot) {
    return isVisible(slot) ? length(slot) : 0;
  }

  /** The number of the last atom. */
  int last(int slot) {
    return number(slot) + length(slot) - 1;
  }

  void set(int slot, int field, int value) {
    spans[slot * STRIDE + field] = value;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /** Whether a span holds the atom. */
  boolean holds(int slot, int number) {
    int first = number(slot);
    return number >= first && number - first < length(slot);
  }

  /** The slot of the span that starts with this number. */
  int slotOf(int number) {
    int end = size * STRIDE;
    for (int i = NUMBER; i < end; i += STRIDE) {
      if (spans[i] == number) {
        return i / STRIDE;
      }
    }
    throw new IllegalStateException("no span starts with " + number);
  }

  /** How many units show before a slot. */
  int visibleBefore(int slot) {
    int sum = 0;
    for (int i = 0; i < slot; i++) {
      sum += visible(i);
    }
    return sum;
  }

  /** Puts a span into a leaf that is not full; sums are the caller's. */
  void add(int slot, int number, int length, int parent, int shape) {
    int at = slot * STRIDE;
    int used = size * STRIDE;
    if (used == spans.length) {
      spans = Arrays.copyOf(spans, Math.min(CAPACITY, 2 * size) * STRIDE);
    }
    if (at < used) {
      System.arraycopy(spans, at, spans, at + STRIDE, used - at);
    }
    spans[at + NUMBER] = number;
    spans[at + LENGTH] = length;
    spans[at + PARENT] = parent;
    spans[at + SHAPE] = shape;
    size++;
  }

  /** Puts a span behind the others of a leaf that is not full; sums are the caller's. */
  void append(int number, int length, int parent, int shape) {
    int at = size * STRIDE;
    if (at == spans.length) {
      spans = Arrays.copyOf(spans, CAPACITY * STRIDE);
    }
    spans[at + NUMBER] = number;
    spans[at + LENGTH] = length;
    spans[at + PARENT] = parent;
    spans[at + SHAPE] = shape;
    size++;
  }

  /** Takes a span out; sums are the caller's. */
  void remove(int slot) {
    int at = slot * STRIDE;
    int used = size * STRIDE;
    System.arraycopy(spans, at + STRIDE, spans, at, used - at - STRIDE);
    size--;
  }

  /** Moves the spans from {@code slot} on to an empty leaf; sums are the caller's. */
  void moveTo(SpanLeaf other, int slot) {
    int moved = size - slot;
    other.spans = Arrays.copyOfRange(spans, slot * STRIDE, (slot + CAPACITY) * STRIDE);
    other.size = moved;
    size = slot;
  }
}
