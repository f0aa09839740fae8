package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Checks that runs stand in the order they claim: in-order, siblings ascending by id.
 *
 * <p>Numbers are canonical, so they ascend as ids do. One pass, O(runs): whoever hangs right must
 * find its parent among the runs that are still open, and whoever hangs left makes its parent
 * awaited.
 */
final class RunOrder {
  private static final int WORDS = 3;
  private static final int LAST = 1;
  private static final int CHILD = 2;
  private static final int BASE = 1;

  private final SnapshotReader in;

  /** For each open run its first atom, its last one that is open, and the last child of that. */
  private int[] open = {OpNumbers.ROOT, OpNumbers.ROOT, OpNumbers.NONE, 0, 0, 0};

  private int openSize = WORDS;

  /** For each awaited atom itself, how many runs were open then, and its last left child. */
  private int[] awaited = new int[WORDS];

  private int awaitedSize;

  private RunOrder(SnapshotReader in) {
    this.in = in;
  }

  static void check(SnapshotRuns runs, SnapshotReader in) {
    RunOrder order = new RunOrder(in);
    for (int run = 0; run < runs.size(); run++) {
      order.add(runs.first(run), runs.length(run), runs.parent(run), runs.isLeft(run));
    }
    in.check(order.awaitedSize == 0, "an atom without its parent");
  }

  private void add(int first, int length, int parent, boolean left) {
    if (isAwaited(first)) {
      awaitedSize -= WORDS;
      openSize = awaited[awaitedSize + BASE];
    }
    if (left) {
      hangLeft(first, parent);
    } else {
      hangRight(first, parent);
    }
    if (openSize == open.length) {
      open = Arrays.copyOf(open, 2 * openSize);
    }
    open[openSize] = first;
    open[openSize + LAST] = first + length - 1;
    open[openSize + CHILD] = OpNumbers.NONE;
    openSize += WORDS;
  }

  private boolean isAwaited(int atom) {
    return awaitedSize > 0 && awaited[awaitedSize - WORDS] == atom;
  }

  private void hangLeft(int first, int parent) {
    if (!isAwaited(parent)) {
      if (awaitedSize == awaited.length) {
        awaited = Arrays.copyOf(awaited, 2 * awaitedSize);
      }
      awaited[awaitedSize] = parent;
      awaited[awaitedSize + BASE] = openSize;
      awaitedSize += WORDS;
    } else {
      in.check(awaited[awaitedSize - WORDS + CHILD] < first, "siblings out of order");
      openSize = awaited[awaitedSize - WORDS + BASE];
    }
    awaited[awaitedSize - WORDS + CHILD] = first;
  }

  private void hangRight(int first, int parent) {
    int base = awaitedSize == 0 ? 0 : awaited[awaitedSize - WORDS + BASE];
    while (openSize > base && !isOpen(openSize - WORDS, parent)) {
      openSize -= WORDS;
    }
    in.check(openSize > base, "an atom that is not by its parent");
    int run = openSize - WORDS;
    int sibling = parent == open[run + LAST] ? open[run + CHILD] : parent + 1;
    in.check(sibling < first, "siblings out of order");
    open[run + LAST] = parent;
    open[run + CHILD] = first;
  }

  private boolean isOpen(int run, int atom) {
    return open[run] <= atom && atom <= open[run + LAST];
  }
}
