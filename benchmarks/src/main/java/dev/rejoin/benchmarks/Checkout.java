package dev.rejoin.benchmarks;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this was built from. */
final class Checkout {
  private Checkout() {}

  /** Its root, as the launcher script names it. */
  static Path find() {
    String named = System.getProperty("rejoin.checkout", "");
    Path root = Path.of(named).toAbsolutePath();
    if (named.isEmpty() || !Files.isDirectory(root.resolve("benchmarks/peers"))) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "measurements need the files of a checkout, and none is at '" + named + "'",
          "Start them with the script of the checkout: ./rejoin bench.",
          null);
    }
    return root;
  }
}
