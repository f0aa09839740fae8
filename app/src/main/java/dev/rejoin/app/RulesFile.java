package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.RulesText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The file of rules that an argument names. */
final class RulesFile {
  private static final int MAX_BYTES = 1 << 20;

  @Parameters(paramLabel = "FILE", description = "a file of rules, - for standard input")
  private String file = "";

  List<Rule> read(Invocation invocation) {
    return RulesText.parse(text(invocation));
  }

  private String text(Invocation invocation) {
    try {
      if (file.equals("-")) {
        return checked(invocation.terminal().in().readNBytes(MAX_BYTES + 1));
      }
      Path path = Path.of(file);
      if (invocation.isServed() && !path.isAbsolute()) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "a running node reads '" + file + "' from its own directory",
            "Give the whole path, or - and the rules on standard input.",
            null);
      }
      if (!Files.isReadable(path) || Files.isDirectory(path)) {
        throw new RejoinException(ErrorCode.FILE_NOT_FOUND, "there is no file " + file);
      }
      return checked(
          Files.size(path) > MAX_BYTES ? new byte[MAX_BYTES + 1] : Files.readAllBytes(path));
    } catch (IOException e) {
      throw new RejoinException(ErrorCode.FILE_NOT_FOUND, "cannot read " + file + ": " + e, e);
    }
  }

  private static String checked(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new RejoinException(ErrorCode.BAD_RULES, "a file of rules has at most 1 MB");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
