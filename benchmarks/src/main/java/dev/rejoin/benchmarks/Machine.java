package dev.rejoin.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What measurements ran on. */
record Machine(int cores, String processor, String memory, String system, String java) {
  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
        installed(),
        System.getProperty("os.name"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
  }

  private static String installed() {
    String kilobytes = field(Path.of("/proc/meminfo"), "MemTotal", "").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty()
        ? "unknown memory"
        : Math.round(Long.parseLong(kilobytes) / 1_048_576.0) + " GiB";
  }

  /** A line "name : value" of a file that Linux has. */
  private static String field(Path file, String name, String otherwise) {
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        if (line.startsWith(name)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
      return otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** The commit of a checkout, with a plus if something in it was changed. */
  static String commit(Path checkout) throws InterruptedException {
    String head = git(checkout, "rev-parse", "--short", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git(checkout, "status", "--porcelain").isEmpty() ? head : head + "+";
  }

  private static String git(Path checkout, String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(checkout.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
      return ended ? said.strip() : "";
    } catch (IOException e) {
      return ""; // a checkout without git has no commit
    }
  }

  String describe() {
    return cores + " cores (" + processor + "), " + memory + ", " + system + ", " + java;
  }
}
