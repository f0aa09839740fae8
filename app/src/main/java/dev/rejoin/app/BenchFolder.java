package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run puts its stores: a folder of the system's temporary ones, removed at the end, or one
 * that the user names and keeps. Not safe for several threads.
 *
 * @param temporary whether {@link #close} removes it
 */
record BenchFolder(Path path, boolean temporary) implements AutoCloseable {
  /**
   * Makes the folder.
   *
   * @param keep the user's choice, which must not hold anything yet, or null for a temporary one
   */
  static BenchFolder open(@Nullable Path keep, String purpose) {
    try {
      if (keep == null) {
        return new BenchFolder(Files.createTempDirectory("rejoin-" + purpose + "-"), true);
      }
      Files.createDirectories(keep);
      try (Stream<Path> inside = Files.list(keep)) {
        if (inside.findAny().isPresent()) {
          throw new RejoinException(
              ErrorCode.BAD_ARGUMENT, keep + " is not empty; name a folder that is, or a new one");
        }
      }
      return new BenchFolder(keep.toAbsolutePath(), false);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "cannot make a folder for the stores: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new RejoinException(
          ErrorCode.UNKNOWN,
          "cannot remove the temporary folder " + path + ": " + e.getMessage(),
          e);
    }
  }
}
