package dev.rejoin.app;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.DocumentListener;
import dev.rejoin.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a verb is that goes on: it stays connected, tells news, and runs other verbs. */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.node");

  private final NodeServer server;
  private final Connections connections;
  private final LiveWatch watch;
  private final List<AutoCloseable> observations = new ArrayList<>();

  private Node(NodeServer server, Connections connections, LiveWatch watch) {
    this.server = server;
    this.connections = connections;
    this.watch = watch;
  }

  static Node start(Invocation invocation, Replica replica, List<String> addresses) {
    NodeServer server = NodeServer.start(replica);
    try {
      Connections connections = Connections.open(replica, addresses);
      return new Node(server, connections, new LiveWatch(invocation, replica, connections));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  LiveWatch watch() {
    return watch;
  }

  Connections connections() {
    return connections;
  }

  /** Listens to a document until the node ends. */
  void observe(Document document, DocumentListener listener) {
    add(document.observe(listener));
  }

  /** Ends an observation with the node, before its connections end. */
  void add(AutoCloseable observation) {
    observations.add(observation);
  }

  @Override
  public void close() {
    for (AutoCloseable observation : observations) {
      try {
        observation.close();
      } catch (Exception e) {
        LOG.warn("cannot stop listening to a document", e);
      }
    }
    connections.close();
    server.close();
  }
}
