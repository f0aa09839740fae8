package dev.rejoin.replica;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.net.LinkHost;
import dev.rejoin.replica.net.LinkServer;
import dev.rejoin.replica.rules.RuleFunctions;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Genesis;
import dev.rejoin.replica.trust.InviteLink;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One store on this device: its spaces, and the connections over which they sync.
 *
 * <p>Works without any network; what could not be sent is sent when a connection is back. Safe for
 * any thread. Only one process at a time can open a directory.
 *
 * <pre>{@code
 * try (Replica me = Replica.open(Path.of("notes"))) {
 *   Document minutes = me.space("team").document("minutes");
 *   minutes.edit(tx -> tx.text("body").append("Kick-off on Monday"));
 * }
 * }</pre>
 */
public final class Replica implements AutoCloseable {
  /** A document gets a snapshot at closing if this many changes came since the last one. */
  private static final long SNAPSHOT_EVERY = 200;

  /** How long closing waits for links that have something left to send. */
  private static final Duration CLOSING_PATIENCE = Duration.ofMillis(500);

  private final Store store;
  private final ReplicaOptions options;
  private final ReplicaHost host;
  private final ExecutorService callbacks;
  private final ScheduledExecutorService freezer;
  private final Map<String, Space> spaces = new ConcurrentSkipListMap<>();
  private final Map<String, LinkClient> clients = new ConcurrentSkipListMap<>();
  private final List<LinkServer> servers = new CopyOnWriteArrayList<>();
  private final Runnable onSynced;
  private final StatusWatch watch;
  private boolean closed;

  private Replica(Store store, ReplicaOptions options) {
    this.store = store;
    this.options = options;
    this.host = new ReplicaHost(this, store);
    this.callbacks = Executors.newCachedThreadPool(r -> Pools.daemon(r, "rejoin-callbacks"));
    this.freezer =
        Executors.newSingleThreadScheduledExecutor(r -> Pools.daemon(r, "rejoin-freezer"));
    this.watch = new StatusWatch(this::status, freezer, newSerialExecutor());
    this.onSynced = () -> spaces.values().forEach(space -> space.outbox().refresh());
    store.onSynced(onSynced);
    store.metas("space/").forEach((name, id) -> add(name, SpaceId.of(id)));
    host.retryWaiting();
  }

  /** Opens the replica in a directory, making a fresh one where there is none. */
  public static Replica open(Path directory) {
    return open(directory, o -> {});
  }

  /**
   * Opens the replica in a directory, making a fresh one where there is none.
   *
   * @throws RejoinException REPLICA_LOCKED if another process has it open, STORE_DAMAGED,
   *     KEY_FILE_EXPOSED, NEWER_FORMAT, OLDER_FORMAT
   */
  public static Replica open(Path directory, Consumer<ReplicaOptions> choices) {
    ReplicaOptions options = new ReplicaOptions();
    choices.accept(options);
    Store store = Store.open(directory);
    try {
      Replica replica = new Replica(store, options);
      if (!options.device().isEmpty()) {
        replica.rename(options.device());
      }
      return replica;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a replica that must exist.
   *
   * @throws RejoinException NO_REPLICA if the directory does not hold one
   */
  public static Replica openExisting(Path directory, Consumer<ReplicaOptions> choices) {
    if (!exists(directory)) {
      throw new RejoinException(ErrorCode.NO_REPLICA, "there is no replica in " + directory);
    }
    return open(directory, choices);
  }

  /** Whether a directory holds a replica; does not open it. */
  public static boolean exists(Path directory) {
    return Files.isDirectory(directory) && Store.exists(directory);
  }

  public DeviceId device() {
    return store.device();
  }

  public ReplicaId id() {
    return store.replica();
  }

  public Path directory() {
    return store.directory();
  }

  /** The functions that rules of kind custom name; register them before reading. */
  public RuleFunctions ruleFunctions() {
    return options.ruleFunctions();
  }

  Store store() {
    return store;
  }

  String author() {
    return options.author();
  }

  /** The space with this local name; founds a new one where there is none. */
  public synchronized Space space(String name) {
    Space known = spaces.get(name);
    if (known != null) {
      return known;
    }
    requireName(name);
    Genesis genesis =
        Genesis.create(store.key(), DeviceKey.randomBytes(16), System.currentTimeMillis());
    SpaceId id = genesis.space();
    // First the founding record, then the name: a crash in between leaves no space without it.
    ControlLog.found(store, store.journal(id.control()), genesis, System.currentTimeMillis());
    store.putMeta("space/" + name, id.bytes());
    Space space = add(name, id);
    host.wantedChanged();
    return space;
  }

  /**
   * Joins a space that another device shares.
   *
   * @param name what the space is called here
   * @throws RejoinException BAD_ARGUMENT if the name is taken by another space
   */
  public synchronized Space join(InviteLink invite, String name) {
    Space known = spaces.get(name);
    if (known != null) {
      if (known.id().equals(invite.space())) {
        return known;
      }
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "there is another space called '" + name + "' here",
          "choose another name for the space you join",
          null);
    }
    requireName(name);
    store.putMeta("space/" + name, invite.space().bytes());
    Space space = add(name, invite.space());
    host.wantedChanged();
    return space;
  }

  /**
   * Takes back {@link #join} for a space of which nothing has arrived, as after a wrong invite.
   *
   * @throws IllegalArgumentException if the space is confirmed, since then it may hold work
   */
  public synchronized void forget(Space space) {
    if (space.confirmed()) {
      throw new IllegalArgumentException(
          "space '" + space.name() + "' has arrived here; only one that has not can be forgotten");
    }
    if (spaces.remove(space.name(), space)) {
      host.remove(space);
      store.removeMeta("space/" + space.name());
      host.wantedChanged();
    }
  }

  private static void requireName(String name) {
    if (name.isBlank() || name.length() > 100 || name.contains("/")) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + name + "' cannot name a space",
          "use 1 to 100 characters, none of them '/'",
          null);
    }
  }

  private Space add(String name, SpaceId id) {
    host.reader().add(id);
    Space space = new Space(this, name, store.journal(id), store.journal(id.control()));
    spaces.put(name, space);
    host.add(space);
    return space;
  }

  /** The spaces of this replica, by name. */
  public List<Space> spaces() {
    return new ArrayList<>(spaces.values());
  }

  /** The space with this name, which must exist. */
  public Space existingSpace(String name) {
    Space space = spaces.get(name);
    if (space == null) {
      throw new RejoinException(ErrorCode.UNKNOWN_SPACE, "there is no space called '" + name + "'");
    }
    return space;
  }

  /** Keeps a connection to a relay or peer at {@code host:port}, for as long as this is open. */
  public synchronized LinkClient connect(String address) {
    requireOpen();
    return clients.computeIfAbsent(address, a -> LinkClient.connect(a, host));
  }

  /** Ends the connection to an address. */
  public void disconnect(String address) {
    LinkClient client = clients.remove(address);
    if (client != null) {
      client.close();
    }
  }

  /** Lets peers connect to this replica directly; port 0 takes a free one. */
  public LinkServer listen(String hostName, int port) {
    requireOpen();
    LinkServer server = LinkServer.listen(hostName, port, host);
    servers.add(server);
    return server;
  }

  /** What people call this device; empty until somebody has named it. */
  public String name() {
    byte[] name = store.meta("name");
    return name == null ? "" : new String(name, StandardCharsets.UTF_8);
  }

  /** Gives this device a name for people; at most 100 characters. */
  public void rename(String name) {
    if (name.isBlank() || name.length() > 100) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + name + "' cannot name a device",
          "use 1 to 100 characters",
          null);
    }
    store.putMeta("name", name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Remembers an address, so that a later process can connect to it.
   *
   * @throws RejoinException BAD_ADDRESS if it is not {@code host:port}
   */
  public void rememberAddress(String address) {
    String checked = LinkClient.checkAddress(address);
    store.putMeta("address/" + checked, "1".getBytes(StandardCharsets.US_ASCII));
  }

  /** Remembers an address no more; a connection to it stays as it is. */
  public void forgetAddress(String address) {
    store.removeMeta("address/" + address);
  }

  public List<String> rememberedAddresses() {
    return new ArrayList<>(store.metas("address/").keySet());
  }

  /**
   * Waits until everything here is on the other side of at least one connection, everything there
   * is here, and the connection has nothing left to do.
   *
   * @return false if that did not happen in time
   */
  public boolean awaitSynced(Duration patience) throws InterruptedException {
    freezeAll();
    return host.awaitSettled(patience);
  }

  /** Where things stand. */
  public Status status() {
    List<Status.Connection> connections = new ArrayList<>();
    new TreeMap<>(clients)
        .forEach((address, c) -> connections.add(new Status.Connection(address, c.status())));
    return new Status(
        device(),
        id(),
        store.directory().toString(),
        store.sizeBytes(),
        spaces.values().stream().map(Space::status).toList(),
        connections,
        host.incoming(),
        store.audit().latest(20));
  }

  /**
   * Tells the status now, and whenever something has changed, on the replica's pool; changes within
   * a moment are told once. Close what is returned to stop.
   */
  public Registration onStatus(Consumer<Status> listener) {
    return watch.observe(listener);
  }

  /** Something that the status tells may have changed. */
  void statusChanged() {
    watch.changed();
  }

  /** Links that are up at the moment. */
  public List<Link> links() {
    return host.links();
  }

  Taken take(Space space, SpaceJournal journal, SignedBatch batch) {
    Taken taken = host.intake().take(journal, batch, device(), null);
    if (taken.outcome() == Taken.Outcome.STORED) {
      host.took(space, journal.id());
    }
    return taken;
  }

  /** What links see of this replica, for links of other kinds than TCP: simulators, tests. */
  public LinkHost linkHost() {
    return host;
  }

  boolean isOnline(DeviceId device) {
    return host.links().stream().anyMatch(link -> device.equals(link.peer()));
  }

  List<String> problems(SpaceId space) {
    return host.problems(space);
  }

  Executor callbacks() {
    return callbacks;
  }

  Executor newSerialExecutor() {
    return new SerialExecutor(callbacks);
  }

  /** Freezes what has been typed into a space: at once while somebody is listening, else soon. */
  void freezeSoon(Space space, boolean extended) {
    statusChanged();
    try {
      if (host.isLive(space.id())) {
        if (space.askFreeze()) {
          freezer.execute(() -> guarded(space, space::freezeNow));
        }
      } else if (!extended) {
        freezeAfter(space, OwnLine.MAX_OPEN_MILLIS);
      }
    } catch (RejectedExecutionException e) {
      // Closing has begun, and closing freezes everything; if it came too late, the next start
      // does.
    }
  }

  private void freezeAfter(Space space, long millis) {
    freezer.schedule(
        () ->
            guarded(
                space,
                () -> {
                  long left = OwnLine.MAX_OPEN_MILLIS; // to try again if it fails
                  try {
                    left = space.line().freezeIfOld(System.nanoTime() / 1_000_000);
                  } finally {
                    if (left > 0) {
                      freezeAfter(space, left);
                    }
                  }
                }),
        millis,
        TimeUnit.MILLISECONDS);
  }

  private void guarded(Space space, Runnable task) {
    try {
      task.run();
    } catch (RejoinException e) {
      store.audit().record(e.code().name(), "space '" + space.name() + "': " + e.getMessage());
    }
  }

  private void freezeAll() {
    spaces.values().forEach(space -> space.line().freeze());
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the replica in " + directory() + " is closed");
    }
  }

  /** Ends connections, writes everything to disk and releases the directory; idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    freezer.shutdownNow();
    Pools.shutdown(freezer);
    spaces.values().forEach(space -> guarded(space, () -> space.line().freeze()));
    spaces.values().forEach(space -> space.presences().leave());
    giveLinksAMoment();
    clients.values().forEach(LinkClient::close);
    servers.forEach(LinkServer::close);
    spaces.values().forEach(Space::closeEvents);
    callbacks.shutdown();
    Pools.shutdown(callbacks);
    spaces.values().forEach(space -> guarded(space, () -> space.saveSnapshots(SNAPSHOT_EVERY)));
    store.removeOnSynced(onSynced);
    store.close();
  }

  /** What was typed last may still leave while somebody listens; if not, it leaves next time. */
  private void giveLinksAMoment() {
    if (host.links().isEmpty()) {
      return;
    }
    try {
      host.awaitSettled(CLOSING_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends as a crash would, for simulations: nothing is frozen, saved or waited for. */
  public void crash() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    clients.values().forEach(LinkClient::close);
    servers.forEach(LinkServer::close);
    freezer.shutdownNow();
    callbacks.shutdownNow();
    Pools.shutdown(freezer);
    Pools.shutdown(callbacks);
    store.removeOnSynced(onSynced);
    store.close();
  }
}
