package dev.rejoin.replica.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A killed process once left 17 MB in the temporary directory, each time. */
final class NativeLibraryTest {
  @Test
  void the_library_in_use_is_the_one_that_is_kept() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps), "only Linux tells which libraries a process has loaded");
    NativeLibrary.load();
    TreeSet<String> folders = new TreeSet<>();
    for (String line : Files.readAllLines(maps)) {
      if (line.contains("librocksdbjni")) {
        folders.add(
            Path.of(line.substring(line.indexOf('/'))).getParent().getFileName().toString());
      }
    }
    assertEquals(List.of("rejoin-native-" + System.getProperty("user.name")), List.copyOf(folders));
  }
}
