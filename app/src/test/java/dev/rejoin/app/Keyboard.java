package dev.rejoin.app;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Standard input that a test types into while the command runs. */
final class Keyboard extends InputStream {
  private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();

  void type(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }

  void end() {
    bytes.add(-1);
  }

  @Override
  public int read() {
    try {
      return bytes.take();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for typing", e);
    }
  }

  /** One byte at a time, because more would wait for more. */
  @Override
  public int read(byte[] buffer, int from, int count) {
    int b = read();
    if (b < 0) {
      return -1;
    }
    buffer[from] = (byte) b;
    return 1;
  }
}
