package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;

/** A host and a port as people write them: {@code host:port}, or {@code [::1]:port} for IPv6. */
record Address(String host, int port) {
  /**
   * Reads an address.
   *
   * @throws RejoinException BAD_ADDRESS
   */
  static Address parse(String text) {
    String trimmed = text.strip();
    int colon = trimmed.lastIndexOf(':');
    if (colon < 0) {
      throw bad(text, "the port is missing");
    }
    String host = trimmed.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.contains(":") != bracketed) {
      throw bad(text, "an IPv6 address, and nothing else, stands in brackets");
    }
    if (!host.matches(bracketed ? "[0-9a-fA-F:.]+(%[0-9a-zA-Z_.-]+)?" : "[\\p{L}\\p{N}._-]+")) {
      throw bad(text, "the host is empty or has characters that no host has");
    }
    return new Address(host, port(text, trimmed.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535) {
      throw bad(text, "the port is a number from 1 to 65535");
    }
    return port;
  }

  private static RejoinException bad(String text, String why) {
    return new RejoinException(ErrorCode.BAD_ADDRESS, "cannot use '" + text + "': " + why);
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
