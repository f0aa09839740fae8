package dev.rejoin.proto;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Facts about text on its way into UTF-8. */
final class Texts {
  private static final String[] LETTERS = letters();

  private Texts() {}

  /**
   * Refuses half of a surrogate pair from {@code start} on, which UTF-8 cannot say.
   *
   * @throws RejoinException LONE_SURROGATE
   */
  static void checkWhole(CharSequence text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw lone(i - start);
      }
    }
  }

  static RejoinException lone(int index) {
    return new RejoinException(
        ErrorCode.LONE_SURROGATE, "half of a surrogate pair at index " + index);
  }

  /** Refuses a name that readers would refuse. */
  static void checkField(String text, int minBytes, int maxBytes, String what) {
    checkWhole(text, 0);
    int bytes = utf8Length(text);
    if (bytes < minBytes || bytes > maxBytes) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          what + " takes " + minBytes + ".." + maxBytes + " bytes in UTF-8, not " + bytes);
    }
  }

  /** How many bytes the text takes in UTF-8; half of a surrogate pair counts two. */
  static int utf8Length(CharSequence text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /**
   * The text that the bytes hold in UTF-8; single letters, as typing makes them, are shared.
   *
   * @throws InvalidProtocolBufferException if they are not valid UTF-8
   */
  static String decode(byte[] bytes, int start, int size) throws InvalidProtocolBufferException {
    if (size == 1 && bytes[start] >= 0) {
      return LETTERS[bytes[start]];
    }
    String text = new String(bytes, start, size, StandardCharsets.UTF_8);
    // That replaces what is wrong, so its result says whether to look closely.
    if (text.indexOf('\uFFFD') >= 0 && !isUtf8(ByteBuffer.wrap(bytes, start, size))) {
      throw new InvalidProtocolBufferException("text that is not valid UTF-8");
    }
    return text;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String[] letters() {
    String[] letters = new String[0x80];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = String.valueOf((char) i);
    }
    return letters;
  }
}
