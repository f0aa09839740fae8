package dev.rejoin.replica;

/** How far an edit has got, in ascending order. */
public enum Tier {
  /** It survives the end of this process; {@code edit} returns here. */
  WRITTEN,
  /** Fsynced here: it survives a power cut. */
  SAVED,
  /** Sent to a peer or relay. */
  SENT,
  /** Fsynced on a relay. */
  RELAYED,
  /** Fsynced on another device. */
  DELIVERED
}
