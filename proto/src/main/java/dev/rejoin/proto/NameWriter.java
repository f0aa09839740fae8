package dev.rejoin.proto;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks and encodes one text field of a body; remembers the last, which is mostly the next. */
final class NameWriter {
  private final String what;
  private final int minBytes;
  private final int maxBytes;
  private @Nullable String last;
  private byte[] lastBytes = Fields.NO_BYTES;

  NameWriter(String what, int minBytes, int maxBytes) {
    this.what = what;
    this.minBytes = minBytes;
    this.maxBytes = maxBytes;
  }

  /**
   * The text in UTF-8, not to be changed.
   *
   * @throws RejoinException LONE_SURROGATE or BAD_ARGUMENT if readers would refuse it
   */
  byte[] bytes(String text) {
    if (!text.equals(last)) {
      Texts.checkField(text, minBytes, maxBytes, what);
      lastBytes = text.getBytes(StandardCharsets.UTF_8);
      last = text;
    }
    return lastBytes;
  }
}
