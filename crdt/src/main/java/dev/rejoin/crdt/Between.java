package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The room between two neighbouring positions, and how new ones are taken from it.
 *
 * <p>Nodes are mostly added one after the other, so a new position is not the middle: it takes a
 * small share of the room, next to the neighbour that was placed last, and leaves nearly all of it
 * to those that follow. A share is 1/65536 at an open end and 1/1024 in between, so a key grows by
 * a byte only every few hundred thousand or few thousand nodes added in a row. Where exactly in the
 * share depends on who asks, so that replicas that add at one place apart seldom take the same.
 */
final class Between {
  /** The arithmetic looks at seven bytes at once, from the first that differs on. */
  private static final int WINDOW = 7;

  private static final long END = 1L << 8 * WINDOW;

  /** Least room to look for a single position in. */
  private static final long LEAST_ROOM = 1L << 32;

  private final @Nullable FractionalIndex low;
  private final @Nullable FractionalIndex high;

  /** How many bytes all positions in this room share. */
  private int shared;

  private long from;
  private long room;

  /** The room after {@code low} (or the beginning) and before {@code high} (or the end). */
  Between(@Nullable FractionalIndex low, @Nullable FractionalIndex high) {
    this.low = low;
    this.high = high;
  }

  /** Whether anything fits between two neighbours: not if they are the same. */
  static boolean isRoom(@Nullable FractionalIndex low, @Nullable FractionalIndex high) {
    return low == null || high == null || low.compareTo(high) < 0;
  }

  /**
   * One position.
   *
   * @param afterLow whether to stay near {@code low}, else near {@code high}
   * @param jitter which of 65536 parts of the share to take
   * @return null if it would have more than {@link Limits#MAX_POSITION_BYTES}
   */
  @Nullable FractionalIndex one(boolean afterLow, int jitter) {
    findRoom(LEAST_ROOM);
    int shift = low == null && high == null ? 2 : low == null || high == null ? 16 : 10;
    long share = room >> shift;
    long start = afterLow ? from + share : from + room - 2 * share;
    return at(start + (share >> 16) * (jitter & 0xFFFF), share >> 8);
  }

  /** That many positions at equal distances; null if one of them would be longer than that. */
  @Nullable List<FractionalIndex> several(int count, int sizeMax) {
    findRoom(Math.max(LEAST_ROOM, count + 1L << 16));
    long step = room / (count + 1);
    List<FractionalIndex> all = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      FractionalIndex index = at(from + step * i, step >> 2);
      if (index == null || index.size() > sizeMax) {
        return null;
      }
      all.add(index);
    }
    return all;
  }

  /** Goes down to where there is as much room as asked for. */
  private void findRoom(long least) {
    shared = 0;
    while (high != null && unit(low, shared) == unit(high, shared)) {
      shared++;
    }
    from = window(low);
    room = (high == null ? END : window(high)) - from;
    while (room < least) {
      shared += WINDOW;
      from = window(low);
      room = END - from;
    }
  }

  private long window(@Nullable FractionalIndex index) {
    long value = 0;
    for (int i = 0; i < WINDOW; i++) {
      value = value << 8 | unit(index, shared + i);
    }
    return value;
  }

  private static int unit(@Nullable FractionalIndex index, int at) {
    return index == null ? 0 : index.unit(at);
  }

  /** The position at a place in the window, as short as it can be if it may lie a little lower. */
  private @Nullable FractionalIndex at(long place, long lower) {
    long unit = 1;
    while (unit << 8 <= lower) {
      unit <<= 8;
    }
    long rest = place & -unit;
    int size = shared + WINDOW;
    while ((rest & 0xFF) == 0) {
      rest >>>= 8;
      size--;
    }
    if (size > Limits.MAX_POSITION_BYTES) {
      return null;
    }
    byte[] bytes = new byte[size];
    for (int i = size - 1; i >= 0; i--) {
      if (i >= shared) {
        bytes[i] = (byte) rest;
        rest >>>= 8;
      } else {
        bytes[i] = (byte) unit(low, i);
      }
    }
    return FractionalIndex.of(bytes);
  }
}
