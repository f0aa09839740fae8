package dev.rejoin.proto;

/** When it makes sense to try the same thing again. */
public enum Retry {
  /** At once. */
  NOW,
  /** After growing pauses. */
  BACKOFF,
  /** After the time that the other side names, or when what is missing has come. */
  AFTER,
  /** Not at all: the same thing fails again. */
  NEVER,
  /** Once a person has done something. */
  OPERATOR
}
