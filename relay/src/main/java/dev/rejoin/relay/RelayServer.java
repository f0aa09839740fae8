package dev.rejoin.relay;

import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkServer;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.DeviceId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A relay that runs: a store in a directory and a port where devices open links.
 *
 * <p>Safe for any thread. It acknowledges nothing before it is fsynced, keeps everything for those
 * who are away, and reads no content.
 */
public final class RelayServer implements AutoCloseable {
  private final Store store;
  private final RelayHost host;
  private final LinkServer server;
  private final SpaceSizes sizes = new SpaceSizes();

  private RelayServer(Store store, RelayHost host, LinkServer server) {
    this.store = store;
    this.host = host;
    this.server = server;
  }

  /**
   * Starts a relay.
   *
   * @param directory of its store, made if there is none
   * @param host the address of this machine to listen at
   * @param port 0 for any free one
   * @throws dev.rejoin.proto.RejoinException PORT_IN_USE, BAD_ADDRESS, NAME_NOT_FOUND, and whatever
   *     {@link Store#open} throws
   */
  public static RelayServer start(Path directory, String host, int port) {
    Store store = Store.open(directory);
    try {
      RelayHost relay = new RelayHost(store);
      store.journals().forEach(relay.intake()::retryAll);
      return new RelayServer(store, relay, LinkServer.listen(host, port, relay));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The port where it listens. */
  public int port() {
    return server.port();
  }

  /** The name of the relay, which its links prove. */
  public DeviceId device() {
    return store.device();
  }

  /** What it holds and does; the first call after the start reads every change once. */
  public RelayStatus status() {
    return new RelayStatus(
        device(),
        port(),
        store.journals().stream().map(this::status).toList(),
        server.links().stream().flatMap(RelayServer::status).toList(),
        store.sizeBytes(),
        store.syncGroups());
  }

  private RelayStatus.SpaceStatus status(SpaceJournal journal) {
    return new RelayStatus.SpaceStatus(
        journal.id(),
        !host.spaces().isContent(journal.id()),
        journal.lines().size(),
        journal.head(),
        journal.durable(),
        sizes.bytes(journal),
        host.subscribers(journal.id()));
  }

  private static Stream<RelayStatus.LinkStatus> status(Link link) {
    return Optional.ofNullable(link.peer()).stream()
        .map(
            peer ->
                new RelayStatus.LinkStatus(
                    peer, link.address(), link.sentBytes(), link.receivedBytes()));
  }

  /** The links of this moment whose other end has proven who it is. */
  List<Link> links() {
    return server.links();
  }

  /** Stops taking links, acknowledges what is fsynced, sends everybody away, closes the store. */
  @Override
  public void close() {
    server.close();
    store.close();
  }
}
