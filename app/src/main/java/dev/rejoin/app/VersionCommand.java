package dev.rejoin.app;

import dev.rejoin.replica.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code rejoin version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand extends Verb {
  VersionCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    if (invocation.json()) {
      invocation.print(
          Json.answer()
              .put("version", Build.VERSION)
              .put("java", System.getProperty("java.version"))
              .put("os", System.getProperty("os.name"))
              .put("arch", System.getProperty("os.arch")));
    } else {
      invocation.print(Provider.text());
    }
    return ExitCode.DONE;
  }

  /** What {@code rejoin --version} prints. */
  static final class Provider implements IVersionProvider {
    private static String text() {
      return "rejoin %s (Java %s, %s %s)"
          .formatted(
              Build.VERSION,
              System.getProperty("java.version"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"));
    }

    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }
  }
}
