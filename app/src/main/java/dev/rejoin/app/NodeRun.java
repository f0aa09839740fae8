package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.replica.Replica;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The conversation. The client begins with {"v":1,"arguments":[...],"environment":{...},
 * "outTty":b,"errTty":b}. The node answers with any number of {"out":"text"} and {"err":"text"},
 * asks for standard input with {"need":"in"} if the verb reads it, and ends with {"exit":n}. The
 * client sends input as {"in":"base64"}, empty at its end. If the client goes away, the verb is
 * interrupted.
 */
/** One run of the command for another process, inside the node. */
final class NodeRun {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.node");
  private static final byte[] END = {};
  private static final int MAX_WAITING_CHUNKS = 16;

  private final Replica replica;
  private final SocketChannel channel;
  private final LineChannel lines;

  /** Input that has come and was not read yet; when it is full the client has to wait. */
  private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>(MAX_WAITING_CHUNKS);

  /** Guarded by this: the thread of the verb while it runs. */
  private @Nullable Thread worker;

  NodeRun(Replica replica, SocketChannel channel) {
    this.replica = replica;
    this.channel = channel;
    this.lines = new LineChannel(channel);
  }

  void serve() {
    Thread reader = new Thread(this::readInput, "rejoin-node-input");
    reader.setDaemon(true);
    try (channel) {
      JsonNode request = lines.read();
      if (request == null) {
        return;
      }
      begin();
      reader.start();
      Invocation invocation = Invocation.served(terminal(request), arguments(request), replica);
      int exit = Main.run(invocation);
      end();
      invocation.terminal().flush();
      lines.write(Json.object().put("exit", exit));
    } catch (IOException e) {
      LOG.info("a command that this node ran has gone: {}", e.toString());
    } finally {
      end();
      reader.interrupt();
    }
  }

  private synchronized void begin() {
    worker = Thread.currentThread();
  }

  /** From here on nobody interrupts this thread, which goes on to another run. */
  private synchronized void end() {
    worker = null;
    Thread.interrupted();
  }

  private synchronized void clientGone() {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private Terminal terminal(JsonNode request) {
    Map<String, String> environment = new TreeMap<>();
    request
        .path("environment")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    return new Terminal(
        new Input(),
        new PrintWriter(new Chunks("out"), true),
        new PrintWriter(new Chunks("err"), true),
        request.path("outTty").asBoolean(),
        request.path("errTty").asBoolean(),
        environment);
  }

  private static List<String> arguments(JsonNode request) {
    List<String> arguments = new ArrayList<>();
    request.path("arguments").forEach(a -> arguments.add(a.asText()));
    return arguments;
  }

  private void readInput() {
    try {
      for (JsonNode line = lines.read(); line != null; line = lines.read()) {
        input.put(line.path("in").binaryValue());
      }
      clientGone();
    } catch (IOException e) {
      clientGone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  /** What the verb prints, sent whenever it is flushed. */
  private final class Chunks extends Writer {
    private final String stream;
    private final StringBuilder pending = new StringBuilder();

    Chunks(String stream) {
      this.stream = stream;
    }

    @Override
    public void write(char[] buffer, int from, int count) throws IOException {
      pending.append(buffer, from, count);
      if (pending.length() > 32_768) {
        flush();
      }
    }

    @Override
    public void flush() throws IOException {
      if (!pending.isEmpty()) {
        lines.write(Json.object().put(stream, pending.toString()));
        pending.setLength(0);
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Standard input of the other process, asked for when the verb first reads. */
  private final class Input extends InputStream {
    private byte[] chunk = END;
    private int next;
    private boolean asked;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      if (!asked) {
        asked = true;
        lines.write(Json.object().put("need", "in"));
      }
      if (next == chunk.length && !ended) {
        chunk = take();
        next = 0;
        ended = chunk.length == 0;
      }
      if (ended) {
        return -1;
      }
      int taken = Math.min(count, chunk.length - next);
      System.arraycopy(chunk, next, buffer, from, taken);
      next += taken;
      return taken;
    }

    private byte[] take() {
      try {
        return input.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("the other process has gone", e));
      }
    }
  }
}
