package dev.rejoin.replica.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the connections whose other end has not proven who it is. Safe for any thread. */
final class Doorkeeper {
  private final Map<InetAddress, Integer> unproven = new HashMap<>();
  private int all;

  /** Lets one in, unless there are too many already; it counts until it {@link #leave}s. */
  synchronized boolean enter(InetAddress address) {
    int here = unproven.getOrDefault(address, 0);
    if (all >= NetLimits.MAX_UNPROVEN || here >= NetLimits.MAX_UNPROVEN_PER_ADDRESS) {
      return false;
    }
    unproven.put(address, here + 1);
    all++;
    return true;
  }

  /** One has proven itself or gone. */
  synchronized void leave(InetAddress address) {
    all--;
    unproven.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
