package dev.rejoin.app;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command runs in: its three streams, whether a person looks at them, and the environment.
 *
 * <p>Text is UTF-8 whatever the locale, so that scripts read the same bytes everywhere.
 *
 * @param outTty whether data goes to a terminal
 * @param errTty whether talk goes to a terminal
 */
record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean outTty,
    boolean errTty,
    Map<String, String> environment) {

  /** The streams of this process. */
  static Terminal ofProcess() {
    return new Terminal(
        System.in,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        isTty(1),
        isTty(2),
        System.getenv());
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    FileOutputStream bytes = new FileOutputStream(descriptor);
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8)), true);
  }

  /** Linux tells for each stream; elsewhere the console of Java answers for all of them. */
  private static boolean isTty(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false; // a stream that cannot be asked gets no decoration
    }
    return System.console() != null;
  }

  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whether data may be coloured; see no-color.org. */
  boolean colour() {
    return outTty && variable("NO_COLOR") == null && !"dumb".equals(environment.get("TERM"));
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
