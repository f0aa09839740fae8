package dev.rejoin.app;

import dev.rejoin.replica.Replica;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs verbs for other processes while this one has the replica open: RocksDB lets only one in.
 *
 * <p>Listens on a socket of the file system that only the owner may use. Each connection is one run
 * of the command.
 */
final class NodeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.node");

  /** Runs at one time; more wait for their turn. */
  private static final int MAX_RUNS = 4;

  private final Replica replica;
  private final NodeFile file;
  private final ServerSocketChannel listener;
  private final ExecutorService runs;

  private NodeServer(Replica replica, NodeFile file, ServerSocketChannel listener) {
    this.replica = replica;
    this.file = file;
    this.listener = listener;
    this.runs = Executors.newFixedThreadPool(MAX_RUNS, task -> daemon(task, "rejoin-node-run"));
  }

  /** Starts to serve; what an earlier process left is removed, since it cannot live any more. */
  static NodeServer start(Replica replica) {
    try {
      NodeFile left = NodeFile.read(replica.directory());
      if (left != null) {
        left.remove(replica.directory());
      }
      NodeFile file = NodeFile.choose(replica.directory().toAbsolutePath());
      Files.deleteIfExists(file.socket());
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(file.socket()));
      Files.setPosixFilePermissions(file.socket(), PosixFilePermissions.fromString("rw-------"));
      file.write(replica.directory());
      NodeServer server = new NodeServer(replica, file, listener);
      daemon(server::accept, "rejoin-node").start();
      return server;
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalStateException(
          "cannot open a socket for other commands in " + replica.directory() + ": " + e, e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        if (isOwner(channel)) {
          runs.execute(() -> new NodeRun(replica, channel).serve());
        } else {
          channel.close();
        }
      }
    } catch (ClosedChannelException e) {
      LOG.debug("the node serves no more");
    } catch (IOException e) {
      LOG.warn("the node serves other commands no more: {}", e.toString());
    }
  }

  /** The file's mode says the same, but was set a moment after the socket was there. */
  private boolean isOwner(SocketChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      return true;
    }
    Path directory = replica.directory();
    return channel
        .getOption(ExtendedSocketOptions.SO_PEERCRED)
        .user()
        .getName()
        .equals(Files.getOwner(directory).getName());
  }

  @Override
  public void close() {
    runs.shutdownNow();
    try {
      listener.close();
      file.remove(replica.directory());
    } catch (IOException e) {
      LOG.warn("cannot tidy up after the node: {}", e.toString());
    }
  }
}
