package dev.rejoin.relay;

/** Every limit of a relay, in one place. */
public final class RelayLimits {
  /** Most spaces whose opening record was announced and never came. */
  static final int MAX_UNFOUNDED = 1_000;

  /** Most spaces, control spaces included. */
  static final int MAX_SPACES = 200_000;

  private RelayLimits() {}
}
