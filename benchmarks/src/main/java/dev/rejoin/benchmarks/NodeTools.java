package dev.rejoin.benchmarks;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Node, npm, and the libraries for them: installed below target, in the exact versions of the lock
 * file, and again only when that has changed.
 */
final class NodeTools {
  private static final int NODE_FLOOR = 20;
  private static final int INSTALL_MINUTES = 10;
  private static final String WITHOUT =
      "or compare without it: --peers rejoin,floor,automerge-java.";

  private final Path sources;
  private final Path work;

  /**
   * @param sources the folder benchmarks/peers of the checkout
   * @param work a folder below target
   */
  NodeTools(Path sources, Path work) {
    this.sources = sources;
    this.work = work;
  }

  /** Where the drivers run. */
  Path folder() {
    return work.resolve("node");
  }

  /** The version of node. Both tools must be there. */
  String check() throws InterruptedException {
    String node = versionOf("node");
    if (node == null) {
      throw missing(
          "there is no node on the PATH", "Install Node.js " + NODE_FLOOR + " or newer, ");
    }
    if (majorOf(node) < NODE_FLOOR) {
      throw missing(
          "node is version " + node + ", and " + NODE_FLOOR + " or newer is needed",
          "Put a newer Node.js first on the PATH, ");
    }
    if (versionOf("npm") == null) {
      throw missing(
          "there is node " + node + " on the PATH, but no npm",
          "Install npm, which fetches the libraries, ");
    }
    return node;
  }

  static RejoinException missing(String what, String remedy) {
    return new RejoinException(ErrorCode.BAD_ARGUMENT, what, remedy + WITHOUT, null);
  }

  /** The first number of a version such as v20.1.0, or 0. */
  static int majorOf(String version) {
    String digits = version.replaceFirst("^v?([0-9]{1,6}).*", "$1");
    return digits.matches("[0-9]+") ? Integer.parseInt(digits) : 0;
  }

  private static @Nullable String versionOf(String tool) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(tool, "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : null;
    } catch (IOException e) {
      return null; // there is no such command
    }
  }

  /** Copies the drivers and installs what they drive. */
  void install() throws InterruptedException {
    try {
      Files.createDirectories(folder());
      try (Stream<Path> files = Files.list(sources)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = folder().resolve(file.getFileName().toString());
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      String wanted = Files.readString(folder().resolve("package-lock.json"));
      Path stamp = work.resolve("installed.json");
      if (Files.exists(stamp) && Objects.equals(Files.readString(stamp), wanted)) {
        return;
      }
      Files.deleteIfExists(stamp);
      npm();
      Files.writeString(stamp, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + folder(), e);
    }
  }

  private void npm() throws IOException, InterruptedException {
    Path log = work.resolve("npm.log");
    List<String> command =
        List.of(
            "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--cache",
            work.resolve("npm-cache").toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    try {
      boolean ended = process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        List<String> said = Files.readAllLines(log);
        String how = ended ? "failed" : "took longer than " + INSTALL_MINUTES + " minutes";
        throw missing(
            "npm ci " + how + ": " + String.join(" / ", said.subList(0, Math.min(3, said.size()))),
            "Its log is " + log + "; it needs a package registry. Repair that, ");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
