package dev.rejoin.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What holds where neither an option nor an argument says otherwise. */
final class Defaults {
  private Defaults() {}

  /** {@code $REJOIN_HOME}, else a folder among the user's other state. */
  static Path directory(Terminal terminal) {
    String home = terminal.variable("REJOIN_HOME");
    return home != null ? Path.of(home) : state(terminal).resolve("rejoin");
  }

  /** Where a relay keeps what it stores. */
  static Path relayDirectory(Terminal terminal) {
    return state(terminal).resolve("rejoin-relay");
  }

  private static Path state(Terminal terminal) {
    String state = terminal.variable("XDG_STATE_HOME");
    return state != null
        ? Path.of(state)
        : Path.of(System.getProperty("user.home"), ".local", "state");
  }

  static String author(Terminal terminal) {
    String author = terminal.variable("REJOIN_AUTHOR");
    return author != null ? author : System.getProperty("user.name", "");
  }

  static @Nullable String space(Terminal terminal) {
    return terminal.variable("REJOIN_SPACE");
  }
}
