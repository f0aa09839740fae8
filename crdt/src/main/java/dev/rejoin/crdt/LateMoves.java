package dev.rejoin.crdt;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/*
 * Implementation notes
 *
 * A newer move turns out otherwise than before only if its node is above one that late moves put
 * elsewhere, in the tree with them or in the tree without: whether it makes a cycle is asked of the
 * nodes above its new parent, and these are the same up to the first node that is elsewhere. So a
 * set of nodes is kept that holds every node that is elsewhere, and all that were above it in
 * either tree. A move of another node is passed over; it changes nothing for those in the set. A
 * move of one in the set is decided anew, and the nodes above its new parent join the set. With
 * each node all nodes above it are in the set, at every moment and in both trees, so walking up
 * ends at the first one that is in it. The set also holds nodes that are above none any more; when
 * it has doubled it is made anew.
 *
 * Where a node was at an earlier time is found by its own moves, back from the newest. That is
 * short unless one node was moved very often.
 */
/**
 * Weaves moves that came late into those that have taken effect, by looking only at newer ones that
 * they may touch.
 */
final class LateMoves {
  /** From so many steps for each newer move on it is quicker to undo and redo all. */
  private static final int STEPS_PER_MOVE = 4;

  private static final int LEAST_TOUCHED = 64;

  private final TreeLog log;
  private final int firstLate;

  /** The nodes whose moves may turn out otherwise. */
  private final BitSet touched;

  private int touchedCount;
  private int mostTouched = LEAST_TOUCHED;

  /**
   * The nodes that are elsewhere, with the moves that put them where they are without late ones.
   */
  private final TreeMap<Integer, Integer> elsewhere = new TreeMap<>();

  private long steps;

  /** The move of a node that came before another one, and the one that came after it. */
  private int before;

  private int after;

  /**
   * @param firstLate the late moves are those with this number and higher ones
   */
  LateMoves(TreeLog log, int firstLate) {
    this.log = log;
    this.firstLate = firstLate;
    this.touched = new BitSet(log.size());
  }

  /**
   * Lets the late moves from one place of the order to another take effect.
   *
   * @return false if it takes too long: what is done so far must be undone, and all done anew
   */
  boolean weave(int from, int to) {
    long most = (long) STEPS_PER_MOVE * (to - from);
    for (int at = from; at < to; at++) {
      int move = log.inOrder(at);
      if (move >= firstLate || touched.get(log.nodeOf(move))) {
        if (touchedCount > mostTouched) {
          touchAnew(move);
        }
        decide(move);
        if (steps > most) {
          return false;
        }
      }
    }
    return true;
  }

  private void decide(int move) {
    int node = log.nodeOf(move);
    boolean had = log.link(move) != TreeLog.NO_EFFECT;
    find(node, move);
    int newer = after;
    int older = had ? log.link(move) : before;
    boolean has = hasEffect(move, older);
    if (has != had) {
      int back = has ? move : older;
      log.relink(move, has ? older : TreeLog.NO_EFFECT);
      if (newer == TreeLog.NOWHERE) {
        log.put(node, back);
      } else {
        log.relink(newer, back);
      }
    }
    if (has || had) {
      note(node, had ? move : placeWithout(node, older), has ? move : older);
      touch(node, move);
      touch(log.parentOf(move), move);
    }
  }

  /** The move that put a node where it is without late ones. */
  private int placeWithout(int node, int place) {
    Integer known = elsewhere.get(node);
    return known == null ? place : known;
  }

  /** Says which moves put a node where it is now, without late moves and with them. */
  private void note(int node, int without, int with) {
    if (without == with) {
      elsewhere.remove(node);
    } else {
      elsewhere.put(node, without);
    }
  }

  /** Finds the nodes that count at the time of a move, and forgets all others. */
  private void touchAnew(int move) {
    touched.clear();
    touchedCount = 0;
    for (Map.Entry<Integer, Integer> entry : elsewhere.entrySet()) {
      touch(entry.getKey(), move);
      int place = entry.getValue();
      touch(place == TreeLog.NOWHERE ? TreeLog.TOP : log.parentOf(place), move);
    }
    mostTouched = Math.max(LEAST_TOUCHED, 2 * touchedCount);
  }

  private boolean hasEffect(int move, int older) {
    int node = log.nodeOf(move);
    if (log.rekeyedBy(move) >= 0) {
      return log.rekeyedBy(move) == older;
    }
    if (node == move) {
      return true;
    }
    int above = log.parentOf(move);
    while (above >= 0 && above != node) {
      above = parentBefore(above, move);
    }
    return above != node;
  }

  /** Adds a node and those above it at the time of a move. */
  private void touch(int node, int move) {
    int at = node;
    while (at >= 0 && !touched.get(at)) {
      touched.set(at);
      touchedCount++;
      at = parentBefore(at, move);
    }
  }

  private int parentBefore(int node, int move) {
    find(node, move);
    return before == TreeLog.NOWHERE ? TreeLog.TOP : log.parentOf(before);
  }

  /** Finds the moves of a node around the time of a move, which may be one of them. */
  private void find(int node, int move) {
    int later = TreeLog.NOWHERE;
    int at = log.place(node);
    int order = at < 0 ? -1 : log.compare(at, move);
    while (at >= 0 && order > 0) {
      steps++;
      later = at;
      at = log.link(at);
      order = at < 0 ? -1 : log.compare(at, move);
    }
    steps++;
    after = later;
    before = at >= 0 && order == 0 ? log.link(at) : at;
  }
}
