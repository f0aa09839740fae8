package dev.rejoin.replica.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Tells a store that is being continued from one that was copied or restored.
 *
 * <p>A file beside the database holds a random token, and the database remembers the token together
 * with the file's own identity on its file system. A copied or restored directory has another file
 * there, so what the database remembers no longer fits, and the store must take a new replica id
 * before its first edit: otherwise two stores would number different edits alike.
 */
final class Incarnation {
  private Incarnation() {}

  /** What the database should remember of the file, which is created if it is missing. */
  static String observe(Path directory, byte[] freshToken) throws IOException {
    Path file = directory.resolve("incarnation");
    if (!Files.exists(file)) {
      Files.writeString(
          file, HexFormat.of().formatHex(freshToken) + "\n", StandardCharsets.US_ASCII);
    }
    String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return token + " " + identity(file);
  }

  /**
   * What a copy of the file cannot share: its inode number and the time at which the inode was last
   * changed, which no tool can set. The device is left out, since its number may change at a
   * restart.
   */
  private static String identity(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      var attributes = Files.readAttributes(file, "unix:ino,ctime");
      return attributes.get("ino") + " " + attributes.get("ctime");
    }
    return file.toRealPath().toString();
  }
}
