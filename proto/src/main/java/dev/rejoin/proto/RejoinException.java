package dev.rejoin.proto;

import org.jspecify.annotations.Nullable;

/**
 * Any failure that Rejoin reports: a stable code, what happened, and what helps.
 *
 * <p>The message begins with the code, as in "RJ-2003 the replica is locked by process 4711: ...".
 */
public class RejoinException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;

  /** A failure with the code's own remedy; {@code detail} says what, with the offending value. */
  public RejoinException(ErrorCode code, String detail) {
    this(code, detail, code.remedy(), null);
  }

  /** A failure with the code's own remedy and the failure that caused it. */
  public RejoinException(ErrorCode code, String detail, @Nullable Throwable cause) {
    this(code, detail, code.remedy(), cause);
  }

  /** A failure with a remedy that knows more than the code's own. */
  public RejoinException(ErrorCode code, String detail, String hint, @Nullable Throwable cause) {
    super(code.code() + " " + detail, cause);
    this.code = code;
    this.hint = hint;
  }

  /** The stable code of the failure. */
  public final ErrorCode code() {
    return code;
  }

  /** What the reader can do about it, in plain English. */
  public final String hint() {
    return hint;
  }
}
