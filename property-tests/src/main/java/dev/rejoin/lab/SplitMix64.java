package dev.rejoin.lab;

import java.util.List;

/**
 * A small random generator that gives the same numbers for a seed everywhere, in any language.
 *
 * <p>Not thread-safe and not for secrets. Source: Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014.
 */
public final class SplitMix64 {
  private long state;

  public SplitMix64(long seed) {
    this.state = seed;
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /**
   * A number from 0 to below {@code bound}; the tiny bias of the remainder does not matter here.
   */
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    return (int) Long.remainderUnsigned(next(), bound);
  }

  /** True once in {@code n} calls on average. */
  public boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** One of them, each as likely. */
  public <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** Brings a list into random order. */
  <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = below(i + 1);
      T swapped = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swapped);
    }
  }
}
