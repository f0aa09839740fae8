package dev.rejoin.replica.schema;

import dev.rejoin.proto.ErrorCode;

/**
 * Something in a document that does not fit its schema.
 *
 * @param path of the container, and of the field in it
 * @param code SCHEMA_MISMATCH or FIELD_MISSING
 * @param message what was expected and what is there
 */
public record Problem(String path, ErrorCode code, String message) {
  @Override
  public String toString() {
    return code.code() + " " + path + ": " + message;
  }
}
