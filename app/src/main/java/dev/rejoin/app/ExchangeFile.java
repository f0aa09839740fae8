package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a document is read from or written to; {@code -} is standard input. */
final class ExchangeFile {
  /** More than a transaction takes in any format. */
  private static final long MAX_BYTES = 64L * 1_024 * 1_024;

  private ExchangeFile() {}

  /** The whole file as text, without a byte order mark. */
  static String read(Invocation invocation, String file) {
    try {
      String text = decode(file, bytes(invocation, file));
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.FILE_NOT_FOUND, "cannot read '" + file + "': " + reason(e), e);
    }
  }

  private static byte[] bytes(Invocation invocation, String file) throws IOException {
    if (file.equals("-")) {
      byte[] bytes = invocation.terminal().in().readNBytes((int) MAX_BYTES + 1);
      check(file, bytes.length);
      return bytes;
    }
    Path path = path(invocation, file);
    check(file, Files.size(path));
    return Files.readAllBytes(path);
  }

  private static void check(String file, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new RejoinException(
          ErrorCode.FILE_TOO_LARGE, "'%s' has more than %d bytes".formatted(file, MAX_BYTES));
    }
  }

  private static String decode(String file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RejoinException(ErrorCode.NOT_UTF8, "'" + file + "' is not text in UTF-8", e);
    }
  }

  /** Writes a file as a whole, or leaves it as it was. */
  static void write(Invocation invocation, String file, String text) {
    Path path = path(invocation, file);
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.FILE_NOT_FOUND,
          "cannot write '" + file + "': " + reason(e),
          "Check the path and the right to write there.",
          e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  /** A node that runs the verb for another process takes paths as that process means them. */
  private static Path path(Invocation invocation, String file) {
    String directory = invocation.isServed() ? invocation.terminal().variable("PWD") : null;
    return directory == null ? Path.of(file) : Path.of(directory).resolve(file);
  }
}
