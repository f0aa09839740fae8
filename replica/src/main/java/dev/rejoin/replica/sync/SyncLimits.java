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

  /** What is shown for the moment is said anew after this time, and gone this long after that. */
  public static final long PRESENCE_BEAT_MILLIS = 15_000;

  public static final long PRESENCE_ALIVE_MILLIS = 30_000;

  /** How far the clock of who shows itself may be off. */
  public static final long PRESENCE_CLOCK_MILLIS = 5 * 60_000;

  /** Presences kept for each space, those that were ended included. */
  static final int MAX_PRESENCES_PER_SPACE = 1_024;

  /** Presences of one space that one link of a device may bring; a relay may bring all. */
  static final int MAX_PRESENCES_PER_LINK = 256;

  /** Bytes of all presences that a host keeps. */
  static final long MAX_PRESENCE_MEMORY_BYTES = 64L * 1_024 * 1_024;

  /** Presences that wait to be told over one link; beyond that those that wait longest are not. */
  static final int MAX_PRESENCES_DUE = 4_096;

  /** Presences taken from one link: as many at once, and as many in a second after that. */
  static final int MAX_PRESENCE_BURST = 400;

  static final int MAX_PRESENCES_PER_SECOND = 100;

  /** A relay passes on what many devices say. */
  static final int RELAY_FACTOR = 20;

  private SyncLimits() {}
}
