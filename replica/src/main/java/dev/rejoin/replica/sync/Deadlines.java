package dev.rejoin.replica.sync;

import org.jspecify.annotations.Nullable;

/** What is due on a link as time passes; times are milliseconds of a clock that never goes back. */
final class Deadlines {
  private long startedAt;
  private long heardAt;
  private long pingedAt;
  private long announcedAt;
  private long askedAgainAt;

  void start(long now) {
    startedAt = now;
    heardAt = now;
    pingedAt = now;
    announcedAt = now;
    askedAgainAt = now;
  }

  void heard(long now) {
    heardAt = now;
  }

  /** Why the link should be given up, or null. */
  @Nullable String overdue(boolean handshakeDone, long now) {
    if (!handshakeDone) {
      return now - startedAt > SyncLimits.HANDSHAKE_MILLIS ? "the handshake took too long" : null;
    }
    return now - heardAt > SyncLimits.DEAD_AFTER_MILLIS ? "nothing was heard for a minute" : null;
  }

  /** Whether the peer should be asked for a sign of life; then it counts as asked. */
  boolean takePing(long now) {
    boolean due = now - Math.max(heardAt, pingedAt) > SyncLimits.PING_AFTER_MILLIS;
    pingedAt = due ? now : pingedAt;
    return due;
  }

  /** Whether it is time to look at what moved without a batch; then it counts as looked at. */
  boolean takeAnnouncement(long now) {
    boolean due = now - announcedAt >= SyncLimits.ANNOUNCE_MILLIS;
    announcedAt = due ? now : announcedAt;
    return due;
  }

  /** Whether it is time to ask for denied spaces again; then it counts as asked. */
  boolean takeDenied(long now) {
    boolean due = now - askedAgainAt >= SyncLimits.DENIED_MILLIS;
    askedAgainAt = due ? now : askedAgainAt;
    return due;
  }
}
