package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Files that pin the format. {@code mvn test -Drejoin.golden.rewrite=true} writes them anew, for a
 * change of the format that is meant.
 */
final class Golden {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
  private static final int BYTES_PER_LINE = 32;

  private Golden() {}

  static void compare(String file, String content) {
    if (Boolean.getBoolean("rejoin.golden.rewrite")) {
      write(file, content);
    }
    assertEquals(read(file), content, file);
  }

  static void compare(String file, byte[] content) {
    compare(file, hex(content));
  }

  /** The bytes that a file of hexadecimal lines holds. */
  static byte[] bytes(String file) {
    return HexFormat.of().parseHex(read(file).replace("\n", ""));
  }

  static void write(String file, String content) {
    try {
      Files.createDirectories(DIRECTORY);
      Files.writeString(DIRECTORY.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String hex(byte[] content) {
    StringBuilder lines = new StringBuilder();
    for (int at = 0; at < content.length; at += BYTES_PER_LINE) {
      int end = Math.min(content.length, at + BYTES_PER_LINE);
      lines.append(HexFormat.of().formatHex(content, at, end)).append('\n');
    }
    return lines.toString();
  }

  private static String read(String file) {
    Path path = DIRECTORY.resolve(file);
    assertTrue(Files.exists(path), "no golden file " + path);
    try {
      return Files.readString(path).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
