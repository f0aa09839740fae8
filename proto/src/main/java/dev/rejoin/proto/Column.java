package dev.rejoin.proto;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A column that grows, and is written without the zeros at its end. */
final class Column {
  private long[] values = new long[16];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  void writeTo(LongConsumer target) {
    int end = size;
    while (end > 0 && values[end - 1] == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      target.accept(values[i]);
    }
  }
}
