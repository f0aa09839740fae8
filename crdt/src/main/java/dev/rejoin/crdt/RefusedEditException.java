package dev.rejoin.crdt;

/**
 * A local edit that the data types refuse; the transaction it belongs to should be rolled back.
 *
 * <p>The caller asked for something impossible: correct the argument and edit again.
 */
public final class RefusedEditException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Why an edit is refused. */
  public enum Reason {
    POSITION_OUT_OF_RANGE,
    SPLIT_SURROGATE_PAIR,
    LONE_SURROGATE,
    KEY_INVALID,
    VALUE_TOO_LARGE,
    NESTING_TOO_DEEP,
    COUNTER_OVERFLOW,
    TRANSACTION_TOO_LARGE,
    NOT_A_VALUE,
    INDEX_OUT_OF_RANGE,
    LIST_TOO_LARGE,
    OTHER_KIND,
    NODE_UNKNOWN,
    NODE_DELETED,
    NODE_BELOW_ITSELF,
    ANNOTATION_UNKNOWN,
    ANNOTATION_LIVE,
    NO_SUGGESTION,
    CANDIDATE_GONE
  }

  private final Reason reason;

  public RefusedEditException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
