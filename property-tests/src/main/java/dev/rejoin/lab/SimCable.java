package dev.rejoin.lab;

import dev.rejoin.proto.v1.Frame;
import dev.rejoin.replica.net.LinkHost;
import java.util.ArrayList;
import java.util.List;

/**
 * A cable between two hosts that can lose, double and swap frames and be cut; no sockets, no
 * threads.
 *
 * <p>Real hosts, stores and sessions run at both ends. Used by one thread. What happens to each
 * frame is decided by the caller, so a seed decides everything.
 */
final class SimCable {
  /** What can happen to the next frame of a direction. */
  enum Fate {
    DELIVERED,
    LOST,
    DOUBLED,
    SWAPPED
  }

  private final LinkHost left;
  private final LinkHost right;
  private final List<Frame> toRight = new ArrayList<>();
  private final List<Frame> toLeft = new ArrayList<>();
  private final SimLink leftEnd;
  private final SimLink rightEnd;

  /** Plugs the cable in; {@code left} opens the connection. */
  SimCable(LinkHost left, LinkHost right, SplitMix64 random, long nowMillis) {
    this.left = left;
    this.right = right;
    this.leftEnd = new SimLink(true, left, random, toRight);
    this.rightEnd = new SimLink(false, right, random, toLeft);
    rightEnd.start(nowMillis);
    leftEnd.start(nowMillis);
  }

  LinkHost left() {
    return left;
  }

  LinkHost right() {
    return right;
  }

  /** Whether both ends are still up. */
  boolean isUp() {
    return leftEnd.isUp() && rightEnd.isUp();
  }

  /** Whether a frame is on its way. */
  boolean isBusy() {
    return isUp() && !(toRight.isEmpty() && toLeft.isEmpty());
  }

  /** Whether both sides have nothing left to do. */
  boolean isSettled() {
    return isUp() && !isBusy() && leftEnd.settled() && rightEnd.settled();
  }

  /** Lets the fate of one frame happen; without effect if none is on its way there. */
  void step(boolean rightward, Fate fate, long nowMillis) {
    List<Frame> queue = rightward ? toRight : toLeft;
    if (!isUp() || queue.isEmpty()) {
      return;
    }
    SimLink receiver = rightward ? rightEnd : leftEnd;
    Frame frame = queue.remove(fate == Fate.SWAPPED && queue.size() > 1 ? 1 : 0);
    if (fate == Fate.LOST) {
      return;
    }
    receiver.receive(frame, nowMillis);
    if (fate == Fate.DOUBLED) {
      receiver.receive(frame, nowMillis);
    }
    if (!isUp()) {
      cut();
    }
  }

  /** Both ends notice what their stores have fsynced, and that time has passed. */
  void tick(long nowMillis) {
    for (SimLink end : List.of(leftEnd, rightEnd)) {
      if (isUp()) {
        end.synced();
        end.tick(nowMillis);
      }
    }
    if (!isUp()) {
      cut();
    }
  }

  /** Cuts the cable: what is on its way is gone. */
  void cut() {
    toRight.clear();
    toLeft.clear();
    leftEnd.close();
    rightEnd.close();
  }
}
