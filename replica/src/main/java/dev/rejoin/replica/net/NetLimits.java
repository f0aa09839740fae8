package dev.rejoin.replica.net;

/** Every limit of a link, in one place. Sizes are bytes. */
public final class NetLimits {
  /** Received and not yet handled: above either, the socket is not read. */
  static final int MAX_QUEUED_FRAMES = 64;

  static final long MAX_QUEUED_BYTES = 4L * 1_024 * 1_024;

  /** Waiting to be sent: above this nothing more is handled until it is below the low mark. */
  public static final int HIGH_WATER_BYTES = 4 * 1_024 * 1_024;

  static final int LOW_WATER_BYTES = 1_024 * 1_024;

  /** Most frames from a side that has not yet proven who it is. */
  static final int MAX_FRAMES_BEFORE_AUTH = 4;

  /** Most connections whose other end has not yet proven who it is. */
  static final int MAX_UNPROVEN_PER_ADDRESS = 32;

  static final int MAX_UNPROVEN = 1_024;

  static final long TICK_MILLIS = 250;

  /** A frame that has begun must be there after this time. */
  static final long FRAME_MILLIS = 30_000;

  /** A link that takes none of what waits for it is given up after this time. */
  static final long STALLED_MILLIS = 60_000;

  static final int CONNECT_MILLIS = 10_000;

  /** How long the last frames of a link may take to go out and be read. */
  static final long LINGER_MILLIS = 2_000;

  /** How long a server that stops waits for its links. */
  static final long DRAIN_MILLIS = 5_000;

  /** When a peer should come back to a server that stops. */
  static final long RETRY_AFTER_DRAIN_MILLIS = 1_000;

  /** Presence goes out in such pieces while less than the second waits to be sent. */
  static final long PRESENCE_BURST_BYTES = 64 * 1_024;

  static final long PRESENCE_QUEUE_BYTES = 256 * 1_024;

  /** So much presence goes out at each tick, however much content is on its way. */
  static final long PRESENCE_TICK_BYTES = 16 * 1_024;

  private NetLimits() {}
}
