package dev.rejoin.relay;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkHost;
import dev.rejoin.replica.store.Intake;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.store.Target;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay as its links see it: takes every founded space, wants none, passes receipts on.
 *
 * <p>Safe for any thread. Changes need no passing on here: each session reads them from the journal
 * as soon as they are fsynced.
 */
final class RelayHost implements LinkHost {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.relay");

  private final Store store;
  private final RelaySpaces spaces;
  private final Intake intake;
  private final Map<SpaceId, Set<Link>> subscribers = new ConcurrentHashMap<>();

  /** Kept in memory only, and passed on as it came. */
  private final PresenceBoard<Link> presence = new PresenceBoard<>(Link::presenceDue, space -> {});

  RelayHost(Store store) {
    this.store = store;
    this.spaces = RelaySpaces.of(store);
    this.intake = new Intake(store, new RelayReader(spaces));
  }

  RelaySpaces spaces() {
    return spaces;
  }

  /** How many links have a space open. */
  int subscribers(SpaceId space) {
    return subscribers.getOrDefault(space, Set.of()).size();
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
  public PresenceBoard<Link> presence() {
    return presence;
  }

  @Override
  public @Nullable SpaceJournal journal(SpaceId space) {
    return store.find(space);
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
    return true;
  }

  @Override
  public String software() {
    String version = RelayHost.class.getPackage().getImplementationVersion();
    return "rejoin-relay " + (version == null ? "development" : version);
  }

  @Override
  public List<SpaceId> wanted() {
    return List.of();
  }

  @Override
  public @Nullable SpaceSource find(SpaceId space) {
    return store.find(space);
  }

  @Override
  public @Nullable SpaceSource admit(SpaceId space, boolean control, boolean peerHasChanges) {
    return spaces.admit(space, control, peerHasChanges);
  }

  @Override
  public void linkReady(Link link) {
    LOG.info("link with {} at {}", link.peer(), link.address());
  }

  @Override
  public void linkClosed(Link link, ErrorCode code, String detail) {
    LOG.info("link with {} at {} ended: {} {}", link.peer(), link.address(), code.code(), detail);
    presence.close(link);
    for (SpaceId space : subscribers.keySet()) {
      subscribers.computeIfPresent(
          space,
          (id, links) -> {
            links.remove(link);
            return links.isEmpty() ? null : links;
          });
    }
  }

  @Override
  public void opened(Link link, SpaceId space) {
    subscribers.compute(
        space,
        (id, links) -> {
          Set<Link> grown = links == null ? ConcurrentHashMap.newKeySet() : links;
          grown.add(link);
          return grown;
        });
    if (spaces.isContent(space)) {
      receipts(space).forEach((device, n) -> link.receipt(space, device, n)); // those since then
      presence.open(link, space, link.peerIsRelay(), System.nanoTime() / 1_000_000);
    }
  }

  @Override
  public Map<DeviceId, Long> receipts(SpaceId space) {
    Map<DeviceId, Long> receipts = new LinkedHashMap<>();
    SpaceJournal journal = store.find(space);
    if (journal != null && spaces.isContent(space)) {
      for (Map.Entry<DeviceId, Target> known : journal.targets().all().entrySet()) {
        Target target = known.getValue();
        if (!target.relay() && target.acked() > 0) {
          receipts.put(known.getKey(), target.acked());
        }
      }
    }
    return receipts;
  }

  @Override
  public void took(Link link, SpaceId space) {
    spaces.grew(space);
  }

  @Override
  public void acked(Link link, SpaceId space, long n) {
    DeviceId device = link.peer();
    if (device == null || link.peerIsRelay() || !spaces.isContent(space)) {
      return;
    }
    for (Link other : subscribers.getOrDefault(space, Set.of())) {
      if (other != link) {
        other.receipt(space, device, n);
      }
    }
  }

  @Override
  public void delivered(Link link, SpaceId space, DeviceId device, long n) {
    // A receipt from another relay; this one tells its own devices only what it knows itself.
  }

  @Override
  public void refused(Link link, SpaceId space, ErrorCode code, String detail) {
    LOG.warn("{} refuses space {}: {} {}", link.peer(), space.shortForm(), code.code(), detail);
  }

  @Override
  public void progressed(Link link) {
    // Nobody waits for progress here: the status is read when somebody asks.
  }
}
