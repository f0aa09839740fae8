package dev.rejoin.replica.store;

/** Every limit of the store, in one place. */
public final class StoreLimits {
  /** Most bytes that batches without their causes may take in one space. */
  public static final long MAX_WAITING_BYTES = 16L * 1_024 * 1_024;

  /** Most batches without their causes in one space. */
  public static final int MAX_WAITING_BATCHES = 10_000;

  /** Lines that the audit keeps. */
  static final int MAX_AUDIT_ENTRIES = 10_000;

  /** Most replicas in one space. */
  public static final int MAX_REPLICAS = 10_000;

  /** Most log of writes that a restart has to read again. */
  static final long MAX_WAL_BYTES = 512L * 1_024 * 1_024;

  /** Size of one part of a snapshot. */
  static final int STATE_PART_BYTES = 64 * 1_024;

  private StoreLimits() {}
}
