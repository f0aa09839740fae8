package dev.rejoin.app;

/** Sets up slf4j-simple: quiet, to standard error, unless the user asks for more. */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Has effect only before the first log line of the process. */
  static void setUp(GlobalOptions options) {
    System.setProperty(PREFIX + "defaultLogLevel", options.verbose ? "info" : "warn");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "HH:mm:ss.SSS");
    System.setProperty(PREFIX + "showThreadName", "false");
    if (!options.verbose) {
      // Every verb reports its failures itself, and 'status' lists the notices.
      System.setProperty(PREFIX + "log.dev.rejoin", "error");
      System.setProperty(PREFIX + "log.io.netty", "error");
    }
  }
}
