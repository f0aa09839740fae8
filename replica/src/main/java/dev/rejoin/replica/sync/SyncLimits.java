package dev.rejoin.replica.sync;

/** Every limit of a sync session, in one place. */
public final class SyncLimits {
  /** Oldest and newest protocol that this version speaks. */
  public static final int PROTOCOL_MIN = 1;

  public static final int PROTOCOL_MAX = 1;

  /** Bytes that may be on their way and not acknowledged, for each space and for the whole link. */
  static final long MAX_IN_FLIGHT_BYTES = 1L * 1_024 * 1_024;

  static final long MAX_LINK_IN_FLIGHT_BYTES = 4L * 1_024 * 1_024;

  /** Most spaces on one link, control spaces included. */
  static final int MAX_SPACES = 2_000;

  /** A batch of more changes than this says its cursor, so that a broken transfer resumes there. */
  static final int CURSOR_FROM_CHANGES = 16;

  /** How often one space may be compared anew on one link before the link is given up. */
  static final int MAX_REOPENS = 8;

  static final long HANDSHAKE_MILLIS = 10_000;

  static final long PING_AFTER_MILLIS = 25_000;

  static final long DEAD_AFTER_MILLIS = 60_000;

  /** How long a moved cursor may stay unannounced. */
  static final long ANNOUNCE_MILLIS = 1_000;

  /** After so many looks at two versions that differ while nothing moves, all is compared anew. */
  static final int QUIET_LOOKS = 5;

  /** Acknowledgements remembered to tell which of our changes a receipt means. */
  static final int MAX_ACK_PAIRS = 4_096;

  /** Devices of which receipts are remembered, for each space. */
  static final int MAX_RECEIPTS = 10_000;

  /** How long a denied space rests before it is opened again. */
  static final long DENIED_MILLIS = 5_000;

  private SyncLimits() {}
}
