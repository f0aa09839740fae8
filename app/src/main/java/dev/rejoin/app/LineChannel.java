package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON in both directions over a socket. One thread may read while others write.
 *
 * <p>Reads and writes go to the channel directly: the stream adapters of JDK 17 let a waiting read
 * hold up every write.
 */
final class LineChannel implements AutoCloseable {
  /** Room for the arguments of any command: the kernel's limit is 2 MiB for all of them. */
  static final int MAX_LINE_BYTES = 8 * 1_024 * 1_024;

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(16_384).flip();

  LineChannel(SocketChannel channel) {
    this.channel = channel;
  }

  /** The next line, or null at the end. */
  @Nullable JsonNode read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (input.hasRemaining()) {
        byte b = input.get();
        if (b == '\n') {
          return Json.MAPPER.readTree(line.toString(StandardCharsets.UTF_8));
        }
        line.write(b);
      }
      if (line.size() > MAX_LINE_BYTES) {
        throw new IOException("a line has more than " + MAX_LINE_BYTES + " bytes");
      }
      input.clear();
      int count = channel.read(input);
      input.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  synchronized void write(ObjectNode object) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap((Json.asciiLine(object) + "\n").getBytes(StandardCharsets.US_ASCII));
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
