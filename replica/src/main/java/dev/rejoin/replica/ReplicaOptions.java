package dev.rejoin.replica;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.RuleFunctions;
import java.nio.charset.StandardCharsets;

/** Choices made when a replica is opened. Not safe for several threads. */
public final class ReplicaOptions {
  private final RuleFunctions ruleFunctions = new RuleFunctions();
  private String author = "";
  private String device = "";

  ReplicaOptions() {}

  /** The name that edits carry, for people; at most 256 bytes in UTF-8. */
  public ReplicaOptions author(String name) {
    checkAuthor(name);
    this.author = name;
    return this;
  }

  /** What people call this device, kept in the store; at most 100 characters. */
  public ReplicaOptions device(String name) {
    this.device = name;
    return this;
  }

  String device() {
    return device;
  }

  static void checkAuthor(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_AUTHOR_BYTES) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "an author has at most " + Limits.MAX_AUTHOR_BYTES + " bytes, not '" + name + "'");
    }
  }

  RuleFunctions ruleFunctions() {
    return ruleFunctions;
  }

  String author() {
    return author;
  }
}
