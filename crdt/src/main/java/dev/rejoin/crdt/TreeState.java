package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tree as readers see it: the children of each node in their order, kept up to date with the log
 * of moves whenever somebody asks.
 *
 * <p>Nodes and moves are numbers of {@link TreeLog}; {@link TreeLog#TOP} and {@link TreeLog#TRASH}
 * stand for the parents of roots and of deleted nodes.
 */
final class TreeState {
  private static final int UNTOUCHED = -2;
  private static final int UNKNOWN = -1;

  /** After more moves at once the nodes are counted anew. */
  private static final int MOST_COUNTED = 16;

  private final TreeLog log = new TreeLog();

  /** The children by parent, {@link TreeLog#TRASH} first; null where there never were any. */
  private @Nullable Siblings[] children = new @Nullable Siblings[2];

  /** For each node the move under which it is listed, {@link TreeLog#NOWHERE} if it is not. */
  private int[] listed = new int[0];

  /**
   * For each node the move under which it was listed when the transaction or import began; {@link
   * #UNTOUCHED} while that has not changed.
   */
  private int[] before = new int[0];

  private int[] touched = new int[8];
  private int touchedCount;

  /** How often children changed, so that walks notice. */
  private int revision;

  /** How many nodes are not deleted, or {@link #UNKNOWN} if they must be counted. */
  private int count = UNKNOWN;

  /** The log, with what came last perhaps not looked at. */
  TreeLog log() {
    return log;
  }

  int revision() {
    refresh();
    return revision;
  }

  /** The children of a node; null if there never were any. */
  @Nullable Siblings children(int parent) {
    refresh();
    return list(parent);
  }

  int childCount(int parent) {
    Siblings siblings = children(parent);
    return siblings == null ? 0 : siblings.size();
  }

  /** The move that put child number {@code index} there. */
  int childPlace(int parent, int index) {
    Siblings siblings = children(parent);
    if (siblings == null) {
      throw new IllegalStateException("node " + parent + " has no child " + index);
    }
    return siblings.get(index);
  }

  int child(int parent, int index) {
    return log.nodeOf(childPlace(parent, index));
  }

  int parent(int node) {
    refresh();
    return log.parentOf(log.place(node));
  }

  /** The place of a node among its siblings. */
  int index(int node) {
    Siblings siblings = children(parent(node));
    return siblings == null ? 0 : siblings.rank(log.place(node));
  }

  /** The topmost deleted node above a node, or the node itself; negative if none is deleted. */
  int deletedAbove(int node) {
    int at = node;
    while (at >= 0) {
      int above = parent(at);
      if (above == TreeLog.TRASH) {
        return at;
      }
      at = above;
    }
    return TreeLog.TOP;
  }

  /** Whether a node is another one or lies below it. */
  boolean isWithin(int node, int other) {
    int at = node;
    while (at >= 0 && at != other) {
      at = parent(at);
    }
    return at == other;
  }

  /** How many nodes are not deleted; O(n) after a delete or restore or many moves at once. */
  int count() {
    refresh();
    if (count < 0) {
      int nodes = 0;
      for (TreeWalk walk = new TreeWalk(this, TreeLog.TOP); walk.hasNext(); walk.nextNode()) {
        nodes++;
      }
      count = nodes;
    }
    return count;
  }

  /** Takes back the op that was added last. */
  void removeLast() {
    int number = log.size() - 1;
    if (log.isLastSettled()) {
      log.unsettleLast();
      update();
    }
    log.removeLast();
    if (number < before.length) {
      before[number] = UNTOUCHED;
    }
  }

  /** Brings the lists of children up to date. */
  void refresh() {
    if (!log.isLastSettled()) {
      log.settle();
      update();
    }
  }

  private void update() {
    int[] moved = log.takeMoved();
    reserve(log.size());
    count = countAfter(moved);
    for (int node : moved) {
      int was = listed[node];
      if (was != log.place(node)) {
        touch(node, was);
        if (was != TreeLog.NOWHERE) {
          listFor(log.parentOf(was)).remove(was);
          listed[node] = TreeLog.NOWHERE;
        }
      }
    }
    for (int node : moved) {
      int place = log.place(node);
      if (listed[node] != place) {
        listFor(log.parentOf(place)).add(place);
        listed[node] = place;
      }
    }
    revision++;
  }

  /**
   * How many nodes are not deleted when some have moved from where they are listed: easily said
   * unless one of them went to or came from below a deleted one, with all below it.
   */
  private int countAfter(int[] moved) {
    if (count < 0 || moved.length > MOST_COUNTED) {
      return UNKNOWN;
    }
    int now = count;
    for (int i = 0; i < moved.length; i++) {
      int node = moved[i];
      int was = isListedAlive(node) ? 1 : 0;
      int is = isPlacedAlive(node) ? 1 : 0;
      boolean old = listed[node] != TreeLog.NOWHERE && log.place(node) != TreeLog.NOWHERE;
      if (old && was != is) {
        return UNKNOWN;
      }
      now += isAmong(node, moved, i) ? 0 : is - was;
    }
    return now;
  }

  private static boolean isAmong(int node, int[] nodes, int end) {
    for (int i = 0; i < end; i++) {
      if (nodes[i] == node) {
        return true;
      }
    }
    return false;
  }

  private boolean isListedAlive(int node) {
    int at = node;
    while (at >= 0) {
      at = listed[at] == TreeLog.NOWHERE ? TreeLog.TRASH : log.parentOf(listed[at]);
    }
    return at == TreeLog.TOP;
  }

  private boolean isPlacedAlive(int node) {
    int at = node;
    while (at >= 0) {
      int place = log.place(at);
      at = place == TreeLog.NOWHERE ? TreeLog.TRASH : log.parentOf(place);
    }
    return at == TreeLog.TOP;
  }

  private void touch(int node, int was) {
    if (before[node] == UNTOUCHED) {
      before[node] = was;
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, 2 * touchedCount);
      }
      touched[touchedCount++] = node;
    }
  }

  private void reserve(int size) {
    int old = listed.length;
    if (size > old) {
      int capacity = Math.max(size, 2 * old);
      listed = Arrays.copyOf(listed, capacity);
      before = Arrays.copyOf(before, capacity);
      children = Arrays.copyOf(children, capacity + 2);
      Arrays.fill(listed, old, capacity, TreeLog.NOWHERE);
      Arrays.fill(before, old, capacity, UNTOUCHED);
    }
  }

  private @Nullable Siblings list(int parent) {
    int at = parent - TreeLog.TRASH;
    return at < children.length ? children[at] : null;
  }

  private Siblings listFor(int parent) {
    Siblings siblings = list(parent);
    if (siblings == null) {
      siblings = new Siblings(log::compareSiblings);
      children[parent - TreeLog.TRASH] = siblings;
    }
    return siblings;
  }

  /** The nodes that moved since the last {@link #forgetTouched}, each once, ascending. */
  int[] touched() {
    refresh();
    int[] nodes = Arrays.copyOf(touched, touchedCount);
    Arrays.sort(nodes);
    int size = 0;
    for (int node : nodes) {
      boolean again = size > 0 && nodes[size - 1] == node;
      if (!again && node < log.size() && before[node] != UNTOUCHED) {
        nodes[size++] = node;
      }
    }
    return Arrays.copyOf(nodes, size);
  }

  /** The move under which a touched node was listed before. */
  int before(int node) {
    return before[node];
  }

  void forgetTouched() {
    refresh();
    for (int i = 0; i < touchedCount; i++) {
      before[touched[i]] = UNTOUCHED;
    }
    touchedCount = 0;
    touched = touched.length > 1_024 ? new int[8] : touched;
  }
}
