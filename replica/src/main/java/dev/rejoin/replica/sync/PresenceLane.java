package dev.rejoin.replica.sync;

import dev.rejoin.replica.trust.SpaceId;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What of a board one link has still to be told: for each id the newest only, whatever the peer's
 * speed. Guarded by the board.
 */
final class PresenceLane {
  private final Set<SpaceId> spaces = new HashSet<>();

  /** Ids with the number that was the newest when they became due; oldest first. */
  private final Map<PresenceEntry.Id, Long> due = new LinkedHashMap<>();

  private final int factor;
  private double tokens;
  private long refilledAt;

  PresenceLane(boolean relay, long now) {
    this.factor = relay ? SyncLimits.RELAY_FACTOR : 1;
    this.tokens = (double) SyncLimits.MAX_PRESENCE_BURST * factor;
    this.refilledAt = now;
  }

  boolean relay() {
    return factor > 1;
  }

  void open(SpaceId space) {
    spaces.add(space);
  }

  boolean isOpen(SpaceId space) {
    return spaces.contains(space);
  }

  /** Makes an id due; one that is due already keeps its turn. */
  void add(PresenceEntry.Id id, long n) {
    due.merge(id, n, Math::max);
    if (due.size() > SyncLimits.MAX_PRESENCES_DUE) {
      poll();
    }
  }

  void remove(PresenceEntry.Id id) {
    due.remove(id);
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  /** Takes what is due longest; the lane must not be empty. */
  Map.Entry<PresenceEntry.Id, Long> poll() {
    Iterator<Map.Entry<PresenceEntry.Id, Long>> entries = due.entrySet().iterator();
    Map.Entry<PresenceEntry.Id, Long> first = entries.next();
    Map.Entry<PresenceEntry.Id, Long> copy = Map.entry(first.getKey(), first.getValue());
    entries.remove();
    return copy;
  }

  /** Whether the peer may say one more now; costs it that. */
  boolean takeToken(long now) {
    double perMillis = SyncLimits.MAX_PRESENCES_PER_SECOND * factor / 1_000.0;
    tokens =
        Math.min(
            (double) SyncLimits.MAX_PRESENCE_BURST * factor,
            tokens + perMillis * Math.max(0, now - refilledAt));
    refilledAt = Math.max(refilledAt, now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
