package dev.rejoin.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory is in use now. */
final class Memory {
  static final String NATIVE =
      "resident memory of the process, because documents are not in the heap";

  private Memory() {}

  /** The heap after collecting, or the resident size where documents live outside of it. */
  static long used(PeerLibrary library) {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return library.isNative() ? resident() : runtime.totalMemory() - runtime.freeMemory();
  }

  private static long resident() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      throw new NoSuchThing("resident memory is known on Linux only");
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
        }
      }
      throw new NoSuchThing("the system does not tell the resident memory");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + status, e);
    }
  }
}
