package dev.rejoin.proto;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The forms of a clear body: as it is, or deflated where that is shorter. */
final class Compression {
  static final int RAW = 0;
  private static final int DEFLATE = 1;
  private static final int MAX_SIZE_DIGITS = 3;

  private Compression() {}

  /**
   * @throws RejoinException CHANGE_TOO_LARGE
   */
  static void checkPayload(long bytes) {
    if (bytes > Limits.MAX_BODY_BYTES) {
      throw new RejoinException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a body has at most " + Limits.MAX_BODY_BYTES + " bytes, not " + bytes);
    }
  }

  static byte[] pack(byte[] payload) {
    checkPayload(payload.length);
    if (payload.length > Limits.COMPRESS_ABOVE_BYTES) {
      byte[] deflated = deflate(payload);
      // What grows too much is refused by readers, so it stays as it is.
      boolean allowed = payload.length <= (long) ratioSize(deflated) * Limits.MAX_COMPRESSION_RATIO;
      if (allowed && deflated.length < payload.length + 1) {
        return deflated;
      }
    }
    byte[] body = new byte[payload.length + 1];
    body[0] = RAW;
    System.arraycopy(payload, 0, body, 1, payload.length);
    return body;
  }

  private static int ratioSize(byte[] deflated) {
    int start = 1;
    while (deflated[start] < 0) {
      start++;
    }
    return deflated.length - start - 1;
  }

  private static byte[] deflate(byte[] payload) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(payload.length);
    body.write(DEFLATE);
    int rest = payload.length;
    while (rest >= 0x80) {
      body.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    body.write(rest);
    body.writeBytes(deflate(payload, payload.length, Deflater.DEFAULT_STRATEGY));
    return body.toByteArray();
  }

  /** The first {@code size} bytes in raw deflate. */
  static byte[] deflate(byte[] bytes, int size, int strategy) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream(size / 2 + 16);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setStrategy(strategy);
      deflater.setInput(bytes, 0, size);
      deflater.finish();
      byte[] buffer = new byte[4_096];
      while (!deflater.finished()) {
        deflated.write(buffer, 0, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }

  /** The payload of a clear body. */
  static byte[] unpack(byte[] body) {
    return isRaw(body, 0, body.length) ? Arrays.copyOfRange(body, 1, body.length) : inflate(body);
  }

  /** Whether the body that lies in {@code bytes} is its payload after the first byte. */
  static boolean isRaw(byte[] bytes, int from, int to) {
    if (from == to) {
      throw ProtocolException.malformed("a body without its first byte");
    }
    if (bytes[from] == DEFLATE) {
      return false;
    }
    if (bytes[from] != RAW) {
      throw new ProtocolException(
          ErrorCode.NEWER_FORMAT, "a body in the unknown form " + (bytes[from] & 0xff));
    }
    checkSize(to - from - 1L, ErrorCode.CHANGE_TOO_LARGE);
    return true;
  }

  private static byte[] inflate(byte[] body) {
    long declared = 0;
    int start = 1;
    boolean more = true;
    while (more) {
      if (start >= body.length || start > MAX_SIZE_DIGITS) {
        throw ProtocolException.malformed("a deflated body without a valid size");
      }
      declared |= (long) (body[start] & 0x7f) << (7 * (start - 1));
      more = body[start] < 0;
      start++;
    }
    checkSize(declared, ErrorCode.DECOMPRESS_LIMIT);
    int size = body.length - start;
    if (declared > (long) size * Limits.MAX_COMPRESSION_RATIO) {
      throw new ProtocolException(
          ErrorCode.DECOMPRESS_LIMIT, size + " bytes of a body claim to become " + declared);
    }
    return inflate(body, start, size, (int) declared);
  }

  /** What {@code size} bytes of raw deflate become; that must be as much as declared. */
  static byte[] inflate(byte[] body, int start, int size, int declared) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(body, start, size);
      byte[] payload = new byte[declared];
      int done = 0;
      int step = 1;
      while (done < declared && step > 0) {
        step = inflater.inflate(payload, done, declared - done);
        done += step;
      }
      // One byte of room more tells whether the stream ends exactly here.
      int beyond = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
      if (beyond > 0) {
        throw new ProtocolException(
            ErrorCode.DECOMPRESS_LIMIT, "a body becomes more than the " + declared + " it claims");
      }
      if (done < declared || !inflater.finished() || inflater.getRemaining() > 0) {
        throw ProtocolException.malformed("a deflated body that does not end where it must");
      }
      return payload;
    } catch (DataFormatException e) {
      throw Parsing.malformed("deflated body", e);
    } finally {
      inflater.end();
    }
  }

  private static void checkSize(long size, ErrorCode code) {
    if (size > Limits.MAX_BODY_BYTES) {
      throw new ProtocolException(
          code, "a body has at most " + Limits.MAX_BODY_BYTES + " bytes, not " + size);
    }
  }
}
