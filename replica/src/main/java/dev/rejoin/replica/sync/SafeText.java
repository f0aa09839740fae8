package dev.rejoin.replica.sync;

/** Text from a peer made safe to print and log: short, without control or direction characters. */
public final class SafeText {
  private static final int MAX_LENGTH = 200;

  private SafeText() {}

  public static String of(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(MAX_LENGTH)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
