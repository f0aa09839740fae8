package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A map from int to int in the order of keys, for keys from -1 that lie close together.
 *
 * <p>Keys are bits in pages of 256, and a key's value is found by counting the bits below it. Every
 * call looks at one page, so it is O(1) in the number of keys; only a search over a gap without
 * keys also counts pages, 64 at a time.
 */
final class SortedInts {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;
  private static final int WORDS = PAGE_SIZE / Long.SIZE;
  private static final int FIRST = 4;

  /** The keys of one page as bits, and their values in the order of keys. */
  private static final class Page {
    final long[] bits = new long[WORDS];
    int[] values = new int[FIRST];
    int size;

    boolean has(int offset) {
      return (bits[offset >>> 6] & 1L << offset) != 0;
    }

    /** How many keys are below. */
    int rank(int offset) {
      int word = offset >>> 6;
      int rank = Long.bitCount(bits[word] & (1L << offset) - 1);
      for (int i = 0; i < word; i++) {
        rank += Long.bitCount(bits[i]);
      }
      return rank;
    }

    /** The highest key that is not above, or -1. */
    int floor(int offset) {
      int word = offset >>> 6;
      long below = bits[word] & -1L >>> 63 - (offset & 63);
      while (below == 0) {
        if (--word < 0) {
          return -1;
        }
        below = bits[word];
      }
      return (word << 6) + 63 - Long.numberOfLeadingZeros(below);
    }

    /** The lowest key that is not below, or -1. */
    int ceiling(int offset) {
      int word = offset >>> 6;
      long above = bits[word] & -1L << offset;
      while (above == 0) {
        if (++word == WORDS) {
          return -1;
        }
        above = bits[word];
      }
      return (word << 6) + Long.numberOfTrailingZeros(above);
    }

    void add(int offset, int value) {
      int rank = rank(offset);
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.min(PAGE_SIZE, 2 * size));
      }
      System.arraycopy(values, rank, values, rank + 1, size - rank);
      values[rank] = value;
      size++;
      bits[offset >>> 6] |= 1L << offset;
    }

    void remove(int offset) {
      int rank = rank(offset);
      size--;
      System.arraycopy(values, rank + 1, values, rank, size - rank);
      bits[offset >>> 6] &= ~(1L << offset);
    }
  }

  private @Nullable Page[] pages = new @Nullable Page[1];

  /** One bit for each page that has keys. */
  private long[] used = new long[1];

  private int size;

  /** The key that the last search moved to, plus 1, and its page. */
  private int at;

  private @Nullable Page found;

  int size() {
    return size;
  }

  /** Moves to the last key that is not above {@code key}; false where there is none. */
  boolean floor(int key) {
    int place = key + 1;
    int page = place >>> PAGE_BITS;
    Page in = page < pages.length ? pages[page] : null;
    int offset = in == null ? -1 : in.floor(place & PAGE_MASK);
    if (offset < 0) {
      page = usedBefore(Math.min(page, pages.length));
      in = page < 0 ? null : pages[page];
      if (in == null) {
        return false;
      }
      offset = in.floor(PAGE_MASK);
    }
    at = (page << PAGE_BITS) + offset;
    found = in;
    return true;
  }

  /** Moves to the first key that is not below {@code key}; false where there is none. */
  boolean ceiling(int key) {
    int place = key + 1;
    int page = place >>> PAGE_BITS;
    Page in = page < pages.length ? pages[page] : null;
    int offset = in == null ? -1 : in.ceiling(place & PAGE_MASK);
    if (offset < 0) {
      page = usedFrom(page + 1);
      in = page < 0 ? null : pages[page];
      if (in == null) {
        return false;
      }
      offset = in.ceiling(0);
    }
    at = (page << PAGE_BITS) + offset;
    found = in;
    return true;
  }

  /** The key that was moved to. */
  int key() {
    return at - 1;
  }

  /** The value of the key that was moved to. */
  int value() {
    Page in = found;
    if (in == null) {
      throw new IllegalStateException("value before a search");
    }
    return in.values[in.rank(at & PAGE_MASK)];
  }

  /** The value of a key, or {@code absent}. */
  int get(int key, int absent) {
    int place = key + 1;
    int page = place >>> PAGE_BITS;
    Page in = page < pages.length ? pages[page] : null;
    int offset = place & PAGE_MASK;
    return in != null && in.has(offset) ? in.values[in.rank(offset)] : absent;
  }

  boolean contains(int key) {
    int place = key + 1;
    int page = place >>> PAGE_BITS;
    Page in = page < pages.length ? pages[page] : null;
    return in != null && in.has(place & PAGE_MASK);
  }

  void put(int key, int value) {
    Page in = pageFor(key);
    int offset = key + 1 & PAGE_MASK;
    if (in.has(offset)) {
      in.values[in.rank(offset)] = value;
    } else {
      in.add(offset, value);
      size++;
    }
  }

  /** Tells an empty map a key to come; {@link #allot} follows the last of them. */
  void announce(int key) {
    Page in = pageFor(key);
    int offset = key + 1 & PAGE_MASK;
    if (!in.has(offset)) {
      in.bits[offset >>> 6] |= 1L << offset;
      in.size++;
      size++;
    }
  }

  /** Gives all announced keys this value, so that no put has to move others. */
  void allot(int value) {
    for (Page in : pages) {
      if (in != null) {
        in.values = new int[Math.max(in.size, FIRST)];
        Arrays.fill(in.values, value);
      }
    }
  }

  /** Gives the entry of {@code from} another key; no key may lie between the two. */
  void rekey(int from, int to) {
    if (from + 1 >>> PAGE_BITS != to + 1 >>> PAGE_BITS) {
      int value = get(from, 0);
      remove(from);
      put(to, value);
      return;
    }
    Page in = page(from);
    int offset = from + 1 & PAGE_MASK;
    int target = to + 1 & PAGE_MASK;
    in.bits[offset >>> 6] &= ~(1L << offset);
    in.bits[target >>> 6] |= 1L << target;
  }

  void remove(int key) {
    Page in = page(key);
    in.remove(key + 1 & PAGE_MASK);
    size--;
    if (in.size == 0) {
      int page = key + 1 >>> PAGE_BITS;
      used[page >>> 6] &= ~(1L << page);
    }
  }

  /** The page of a key that is here. */
  private Page page(int key) {
    Page in = contains(key) ? pages[key + 1 >>> PAGE_BITS] : null;
    if (in == null) {
      throw new IllegalStateException("no key " + key);
    }
    return in;
  }

  /** The page that a key belongs to, marked as one that has keys. */
  private Page pageFor(int key) {
    int page = key + 1 >>> PAGE_BITS;
    if (page >= pages.length) {
      int more = Math.max(page + 1, pages.length + pages.length / 2);
      pages = Arrays.copyOf(pages, more);
      used = Arrays.copyOf(used, (more >>> 6) + 1);
    }
    Page in = pages[page];
    if (in == null) {
      in = new Page();
      pages[page] = in;
    }
    used[page >>> 6] |= 1L << page;
    return in;
  }

  /** The last page with keys before {@code page}, or -1. */
  private int usedBefore(int page) {
    if (page == 0) {
      return -1;
    }
    int word = page - 1 >>> 6;
    long below = used[word] & -1L >>> 63 - (page - 1 & 63);
    while (below == 0) {
      if (--word < 0) {
        return -1;
      }
      below = used[word];
    }
    return (word << 6) + 63 - Long.numberOfLeadingZeros(below);
  }

  /** The first page with keys from {@code page} on, or -1. */
  private int usedFrom(int page) {
    int word = page >>> 6;
    if (word >= used.length) {
      return -1;
    }
    long above = used[word] & -1L << page;
    while (above == 0) {
      if (++word == used.length) {
        return -1;
      }
      above = used[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(above);
  }
}
