package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;

/** How a command ends, for scripts; the page docs/exit-codes.md lists the same. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  ATTENTION(3),
  CONFLICTS(4),
  DAMAGE(5),
  UNAVAILABLE(6),
  TIMED_OUT(7),
  REFUSED(8),
  VIOLATED(10),
  VACUOUS(11),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** How a command ends that failed with an error. */
  static ExitCode of(ErrorCode code) {
    return switch (code) {
      case BAD_ARGUMENT, BAD_ADDRESS, BAD_INVITE -> USAGE;
      case STORE_DAMAGED, DAMAGED_CHANGE -> DAMAGE;
      case REPLICA_LOCKED, UNREACHABLE, NAME_NOT_FOUND, PORT_IN_USE, DRAINING, OVERLOADED ->
          UNAVAILABLE;
      case TIMED_OUT, TIMEOUT -> TIMED_OUT;
      case BAD_PROOF, UNKNOWN_DEVICE, CLOCK_OUT_OF_WINDOW, NO_READ, NO_WRITE -> REFUSED;
      case REPLICA_LIMIT, QUEUE_FULL, TOO_MANY_SPACES -> REFUSED;
      default -> FAILED;
    };
  }
}
