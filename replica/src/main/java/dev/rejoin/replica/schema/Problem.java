package dev.rejoin.replica.schema;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;

/**
 * Something in a document that does not fit its schema.
 *
 * @param path of the container, and of the field in it
 * @param code SCHEMA_MISMATCH or FIELD_MISSING
 * @param message what was expected and what is there
 */
public record Problem(String path, ErrorCode code, String message) {
  /** Runs a check and notes what it throws. */
  static void note(List<Problem> problems, String path, Runnable check) {
    try {
      check.run();
    } catch (RejoinException e) {
      problems.add(new Problem(path, e.code(), detail(e)));
    }
  }

  /** What an exception says, without the code in front. */
  static String detail(RejoinException e) {
    return String.valueOf(e.getMessage()).substring(e.code().code().length() + 1);
  }

  @Override
  public String toString() {
    return code.code() + " " + path + ": " + message;
  }
}
