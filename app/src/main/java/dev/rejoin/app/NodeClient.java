package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a verb run by the node that holds the directory, and prints its answer. */
final class NodeClient {
  /** What a verb may look at; nothing else of the environment is told. */
  private static final List<String> TOLD =
      List.of("REJOIN_SPACE", "REJOIN_AUTHOR", "NO_COLOR", "TERM");

  /** A node that starts holds the lock a moment before it listens. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_MILLIS = 50;
  private static final int CHUNK_BYTES = 32_768;

  private final Invocation invocation;
  private final LineChannel lines;

  private NodeClient(Invocation invocation, LineChannel lines) {
    this.invocation = invocation;
    this.lines = lines;
  }

  /**
   * Lets the node run what this process was asked for.
   *
   * @return the exit code, or null if no node answers
   */
  static @Nullable Integer run(Invocation invocation) throws InterruptedException {
    SocketChannel channel = find(invocation);
    if (channel == null) {
      return null;
    }
    try (LineChannel lines = new LineChannel(channel)) {
      return new NodeClient(invocation, lines).converse();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the node worked");
      }
      throw new RejoinException(
          ErrorCode.UNREACHABLE,
          "the node that holds " + invocation.directory() + " went away: " + e,
          "Run the command again; 'rejoin status' tells what was done.",
          e);
    }
  }

  private static @Nullable SocketChannel find(Invocation invocation) throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      NodeFile node = NodeFile.read(invocation.directory());
      if (node != null) {
        try {
          SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
          channel.connect(UnixDomainSocketAddress.of(node.socket()));
          return channel;
        } catch (IOException e) {
          // Left over from a process that was killed; the holder may be about to replace it.
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private int converse() throws IOException {
    lines.write(request());
    Terminal terminal = invocation.terminal();
    for (JsonNode line = lines.read(); line != null; line = lines.read()) {
      if (line.has("exit")) {
        return line.get("exit").asInt();
      } else if (line.has("need")) {
        Thread reader = new Thread(this::sendInput, "rejoin-input");
        reader.setDaemon(true);
        reader.start();
      } else {
        terminal.out().print(line.path("out").asText());
        terminal.err().print(line.path("err").asText());
        terminal.flush();
      }
    }
    throw new IOException("it ended in the middle of an answer");
  }

  private ObjectNode request() {
    ObjectNode request = Json.answer();
    invocation.arguments().forEach(request.putArray("arguments")::add);
    ObjectNode environment = request.putObject("environment");
    for (String name : TOLD) {
      String value = invocation.terminal().variable(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("PWD", Path.of("").toAbsolutePath().toString());
    return request
        .put("outTty", invocation.terminal().outTty())
        .put("errTty", invocation.terminal().errTty());
  }

  private void sendInput() {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      int count = invocation.terminal().in().read(buffer);
      while (count >= 0) {
        if (count > 0) {
          lines.write(Json.object().put("in", Arrays.copyOf(buffer, count)));
        }
        count = invocation.terminal().in().read(buffer);
      }
      lines.write(Json.object().put("in", new byte[0]));
    } catch (IOException e) {
      // The node has its answer, or is gone; the reader of its lines tells which.
    }
  }
}
