package dev.rejoin.replica;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkHost;
import dev.rejoin.replica.store.Intake;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the links of a replica see of it, and what they tell it. Safe for any thread. */
final class ReplicaHost implements LinkHost {
  private final Replica replica;
  private final Store store;
  private final ReplicaReader reader;
  private final Intake intake;
  private final CopyOnWriteArrayList<Link> links = new CopyOnWriteArrayList<>();
  private final Map<SpaceId, Space> spacesById = new ConcurrentSkipListMap<>();

  /** What a peer refuses, the newest sentence of each link; gone with the link. */
  private final Map<Link, Map<SpaceId, String>> problems = new ConcurrentHashMap<>();

  private final Object moved = new Object();

  /** Guarded by moved. */
  private long moves;

  private final PresenceBoard<Link> presence =
      new PresenceBoard<>(Link::presenceDue, this::presenceChanged);

  ReplicaHost(Replica replica, Store store) {
    this.replica = replica;
    this.store = store;
    this.reader = new ReplicaReader(store);
    this.intake = new Intake(store, reader);
  }

  ReplicaReader reader() {
    return reader;
  }

  /** Tries what a crash left waiting. */
  void retryWaiting() {
    for (Space space : replica.spaces()) {
      intake.retryAll(space.control().journal());
      intake.retryAll(space.journal());
    }
  }

  void wantedChanged() {
    links.forEach(Link::wantedChanged);
  }

  List<Link> links() {
    return List.copyOf(links);
  }

  List<String> incoming() {
    return links.stream().map(Link::address).sorted().toList();
  }

  /** Whether somebody is connected who follows a space. */
  boolean isLive(SpaceId space) {
    for (Link link : links) {
      for (SpaceProgress progress : link.progress()) {
        if (progress.space().equals(space) && progress.denied() == null) {
          return true;
        }
      }
    }
    return false;
  }

  List<String> problems(SpaceId space) {
    Set<String> found = new TreeSet<>();
    for (Map<SpaceId, String> ofLink : problems.values()) {
      for (SpaceId id : List.of(space, space.control())) {
        String problem = ofLink.get(id);
        if (problem != null) {
          found.add(problem);
        }
      }
    }
    return List.copyOf(found);
  }

  boolean awaitSettled(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long seen;
      synchronized (moved) {
        seen = moves;
      }
      if (links.stream().anyMatch(link -> link.settled() && nothingLeft(link))) {
        return true;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      synchronized (moved) {
        if (moves == seen) {
          moved.wait(Math.max(1, Math.min(left / 1_000_000, 200)));
        }
      }
    }
  }

  /** Settled is said for what is fsynced; edits that are not must not be forgotten. */
  private boolean nothingLeft(Link link) {
    DeviceId peer = link.peer();
    for (Space space : replica.spaces()) {
      boolean denied =
          link.progress().stream()
              .anyMatch(p -> p.denied() != null && p.space().equals(space.id().control()));
      SpaceJournal journal = space.journal();
      boolean acked = peer != null && journal.target(peer).acked() >= journal.head();
      if (!denied && (!acked || space.line().hasOpenRow())) {
        return false;
      }
    }
    return true;
  }

  private void presenceChanged(SpaceId id) {
    Space space = space(id);
    if (space != null) {
      space.presences().changed();
    }
  }

  @Override
  public PresenceBoard<Link> presence() {
    return presence;
  }

  @Override
  public void tick(long nowMillis) {
    presence.tick(nowMillis);
    replica.spaces().forEach(space -> space.presences().tick());
  }

  private void signal() {
    synchronized (moved) {
      moves++;
      moved.notifyAll();
    }
    replica.statusChanged();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public DeviceId device() {
    return store.device();
  }

  @Override
  public byte[] sign(byte[] message) {
    return store.key().sign(message);
  }

  @Override
  public boolean relay() {
    return false;
  }

  @Override
  public String software() {
    return "rejoin " + Build.VERSION;
  }

  @Override
  public List<SpaceId> wanted() {
    return replica.spaces().stream().map(Space::id).sorted().toList();
  }

  @Override
  public @Nullable SpaceSource find(SpaceId space) {
    return journal(space);
  }

  @Override
  public @Nullable SpaceSource admit(SpaceId space, boolean control, boolean peerHasChanges) {
    return journal(space);
  }

  @Override
  public @Nullable SpaceJournal journal(SpaceId id) {
    Space space = space(id);
    if (space == null) {
      return null;
    }
    return space.id().equals(id) ? space.journal() : space.control().journal();
  }

  /** The space with this id, or whose control space has it. */
  private @Nullable Space space(SpaceId id) {
    return spacesById.get(id);
  }

  /** A space is there to be synced from now on. */
  void add(Space space) {
    spacesById.put(space.id(), space);
    spacesById.put(space.id().control(), space);
  }

  /** A space is no longer synced. */
  void remove(Space space) {
    spacesById.remove(space.id());
    spacesById.remove(space.id().control());
  }

  @Override
  public void linkReady(Link link) {
    links.add(link);
    signal();
  }

  @Override
  public void linkClosed(Link link, ErrorCode code, String detail) {
    links.remove(link);
    problems.remove(link);
    presence.close(link);
    signal();
  }

  @Override
  public void opened(Link link, SpaceId id) {
    Space space = space(id);
    if (space != null) {
      if (space.id().equals(id)) {
        presence.open(link, id, link.peerIsRelay(), space.presences().now());
      }
      space.line().freeze(); // somebody is here now: what was typed alone goes out
    }
    signal();
  }

  @Override
  public void took(Link link, SpaceId id) {
    Space space = space(id);
    if (space != null) {
      took(space, id);
    }
  }

  /** Changes have come into a space or its control space. */
  void took(Space space, SpaceId id) {
    if (space.id().equals(id)) {
      space.tookChanges();
    } else {
      space.control().catchUp();
      intake.retryAll(space.journal());
      space.tookChanges();
    }
    signal();
  }

  @Override
  public void acked(Link link, SpaceId id, long n) {
    Space space = space(id);
    if (space != null && space.id().equals(id)) {
      space.outbox().refresh();
    }
    signal();
  }

  @Override
  public void delivered(Link link, SpaceId id, DeviceId device, long n) {
    Space space = space(id);
    if (space != null && space.id().equals(id)) {
      space.journal().targets().delivered(device, n, System.currentTimeMillis());
      space.outbox().refresh();
    }
    signal();
  }

  @Override
  public void refused(Link link, SpaceId id, ErrorCode code, String detail) {
    problems
        .computeIfAbsent(link, l -> new ConcurrentHashMap<>())
        .put(id, code.code() + " " + link.address() + ": " + detail);
    store.audit().record(code.name(), link.address() + " refuses: " + detail);
    signal();
  }

  @Override
  public void progressed(Link link) {
    for (SpaceProgress progress : link.progress()) {
      Space space = space(progress.space());
      if (space != null && space.id().equals(progress.space())) {
        space.outbox().sent(progress.sentN());
      }
    }
    signal();
  }
}
