package dev.rejoin.replica.sync;

import dev.rejoin.proto.Limits;
import dev.rejoin.replica.trust.SpaceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * Every host passes on what it hears to its other links, so that devices see each other through a relay
 * and relays through a device; the number n ends circles. An entry remembers over which links its newest
 * n came: when the last of them ends, it is gone at once, and whoever has it from here is told.
 *
 * What costs something comes last: only an entry that is newer than the one here is verified.
 */
/**
 * Who shows what of itself, in all spaces of a host: the newest entry of each id, in memory only.
 *
 * <p>Safe for any thread; does no I/O. Times are milliseconds of a clock that never goes back,
 * except where an argument is called wall clock. Listeners are called without the board's lock.
 *
 * @param <L> what names a link
 */
public final class PresenceBoard<L> {
  /** What became of an entry that was heard. */
  public enum Heard {
    TAKEN,
    KNOWN,
    STALE,
    NOT_OPEN,
    TOO_LARGE,
    TOO_FAST,
    CLOCK_OFF,
    FULL,
    FORGED
  }

  /**
   * Something to be told over a link.
   *
   * @param entry null if it is gone
   */
  public record Due(PresenceEntry.Id id, long n, @Nullable PresenceEntry entry, long ageMillis) {}

  /** An entry that somebody else shows, and how long ago it was said. */
  public record Seen(PresenceEntry entry, long ageMillis) {}

  private final class Slot {
    private final PresenceEntry entry;
    private final boolean own;

    /** When it was said. */
    private final long saidAt;

    /** Over which links it came. */
    private final Set<L> paths = new LinkedHashSet<>();

    Slot(PresenceEntry entry, boolean own, long saidAt) {
      this.entry = entry;
      this.own = own;
      this.saidAt = saidAt;
    }

    boolean hasExpired(long now) {
      return !own && now - saidAt >= SyncLimits.PRESENCE_ALIVE_MILLIS;
    }
  }

  /** What to tell listeners when the lock is free again. */
  private final class News {
    private final Set<L> links = new LinkedHashSet<>();
    private final Set<SpaceId> spaces = new LinkedHashSet<>();

    void tell() {
      links.forEach(whenDue);
      spaces.forEach(whenChanged);
    }
  }

  private final Consumer<L> whenDue;
  private final Consumer<SpaceId> whenChanged;

  // Guarded by this. Slots of a space are in the order of their last change.
  private final Map<SpaceId, LinkedHashMap<PresenceEntry.Id, Slot>> rooms = new HashMap<>();
  private final Map<L, PresenceLane> lanes = new IdentityHashMap<>();
  private long bytes;
  private long sweptAt = Long.MIN_VALUE;

  /**
   * @param whenDue there is something to be told over this link; see {@link #take}
   * @param whenChanged others show something else in this space
   */
  public PresenceBoard(Consumer<L> whenDue, Consumer<SpaceId> whenChanged) {
    this.whenDue = whenDue;
    this.whenChanged = whenChanged;
  }

  /** A space is open on a link: the peer is told what is shown there, from now on too. */
  public void open(L link, SpaceId space, boolean relay, long now) {
    News news = new News();
    synchronized (this) {
      PresenceLane lane = lanes.computeIfAbsent(link, l -> new PresenceLane(relay, now));
      if (!lane.isOpen(space)) {
        lane.open(space);
        room(space).values().stream()
            .filter(slot -> !slot.paths.contains(link))
            .forEach(slot -> lane.add(slot.entry.id(), slot.entry.n()));
        if (!lane.isEmpty()) {
          news.links.add(link);
        }
      }
    }
    news.tell();
  }

  /** A link has ended: what was heard over it alone is gone. */
  public void close(L link) {
    News news = new News();
    synchronized (this) {
      lanes.remove(link);
      for (Map<PresenceEntry.Id, Slot> room : rooms.values()) {
        for (Slot slot : List.copyOf(room.values())) {
          if (slot.paths.remove(link) && slot.paths.isEmpty()) {
            drop(slot, news);
          }
        }
      }
      rooms.values().removeIf(Map::isEmpty);
    }
    news.tell();
  }

  /** This host shows something, or with an empty body nothing more. */
  public void say(PresenceEntry entry, long now) {
    News news = new News();
    synchronized (this) {
      Slot slot = new Slot(entry, !entry.isFarewell(), now);
      put(slot, news);
    }
    news.tell();
  }

  /** Carries out what a session asks for about presence; other actions are ignored. */
  public void perform(L link, Action action, long now, long wallMillis) {
    if (action instanceof Action.Shown shown) {
      hear(link, shown.entry(), shown.ageMillis(), now, wallMillis);
    } else if (action instanceof Action.Hidden hidden) {
      gone(link, hidden.id(), hidden.n());
    }
  }

  /**
   * An entry came over a link; one that is not taken changes nothing.
   *
   * @param ageMillis how long ago it was said, according to the peer
   */
  public Heard hear(L link, PresenceEntry entry, long ageMillis, long now, long wallMillis) {
    News news = new News();
    Heard heard;
    synchronized (this) {
      heard = take(link, entry, ageMillis, now, wallMillis, news);
    }
    news.tell();
    return heard;
  }

  private Heard take(
      L link, PresenceEntry entry, long ageMillis, long now, long wallMillis, News news) {
    PresenceLane lane = lanes.get(link);
    SpaceId space = entry.id().space();
    if (lane == null || !lane.isOpen(space)) {
      return Heard.NOT_OPEN;
    }
    if (entry.body().length > Limits.MAX_PRESENCE_BYTES) {
      return Heard.TOO_LARGE;
    }
    if (!lane.takeToken(now)) {
      return Heard.TOO_FAST;
    }
    Slot known = room(space).get(entry.id());
    if (known != null && (known.own || entry.n() <= known.entry.n())) {
      return again(link, lane, known, entry);
    }
    if (ageMillis >= SyncLimits.PRESENCE_ALIVE_MILLIS) {
      return Heard.STALE;
    }
    if (Math.abs(wallMillis - entry.n()) > SyncLimits.PRESENCE_CLOCK_MILLIS) {
      return Heard.CLOCK_OFF;
    }
    if (bytes + entry.bytes() > SyncLimits.MAX_PRESENCE_MEMORY_BYTES) {
      return Heard.FULL;
    }
    if (!entry.isGenuine()) {
      return Heard.FORGED;
    }
    if (known == null && !hasRoom(link, lane, space)) {
      return Heard.FULL;
    }
    Slot slot = new Slot(entry, false, now - ageMillis);
    slot.paths.add(link);
    put(slot, news);
    return Heard.TAKEN;
  }

  private Heard again(L link, PresenceLane lane, Slot known, PresenceEntry entry) {
    boolean same =
        entry.n() == known.entry.n() && Arrays.equals(entry.signature(), known.entry.signature());
    if (same && !known.own) {
      known.paths.add(link);
      lane.remove(entry.id());
    }
    return same || known.own ? Heard.KNOWN : Heard.STALE;
  }

  /**
   * Whether one more may come over a link. Who is shown is never driven out, so that a crowd does
   * not flicker and a flood hurts nobody; only farewells over the same link make room.
   */
  private boolean hasRoom(L link, PresenceLane lane, SpaceId space) {
    LinkedHashMap<PresenceEntry.Id, Slot> room = room(space);
    int most =
        lane.relay() ? SyncLimits.MAX_PRESENCES_PER_SPACE : SyncLimits.MAX_PRESENCES_PER_LINK;
    List<Slot> ofLink = room.values().stream().filter(s -> s.paths.contains(link)).toList();
    if (ofLink.size() < most && room.size() < SyncLimits.MAX_PRESENCES_PER_SPACE) {
      return true;
    }
    for (Slot slot : ofLink) {
      if (slot.entry.isFarewell()) {
        room.remove(slot.entry.id());
        bytes -= slot.entry.bytes();
        return true;
      }
    }
    return false;
  }

  /** The peer does not know any more whether somebody is there. */
  public void gone(L link, PresenceEntry.Id id, long n) {
    News news = new News();
    synchronized (this) {
      Slot slot = room(id.space()).get(id);
      boolean fromThere = slot != null && slot.entry.n() <= n && slot.paths.remove(link);
      if (fromThere && slot.paths.isEmpty()) {
        drop(slot, news);
      }
    }
    news.tell();
  }

  private LinkedHashMap<PresenceEntry.Id, Slot> room(SpaceId space) {
    LinkedHashMap<PresenceEntry.Id, Slot> room = rooms.get(space);
    return room == null ? new LinkedHashMap<>() : room;
  }

  private void put(Slot slot, News news) {
    PresenceEntry.Id id = slot.entry.id();
    LinkedHashMap<PresenceEntry.Id, Slot> room =
        rooms.computeIfAbsent(id.space(), space -> new LinkedHashMap<>());
    Slot before = room.remove(id); // the newest is last
    bytes += slot.entry.bytes() - (before == null ? 0 : before.entry.bytes());
    room.put(id, slot);
    announce(slot, news);
  }

  private void drop(Slot slot, News news) {
    PresenceEntry.Id id = slot.entry.id();
    room(id.space()).remove(id);
    bytes -= slot.entry.bytes();
    announce(slot, news);
  }

  private void announce(Slot slot, News news) {
    PresenceEntry.Id id = slot.entry.id();
    lanes.forEach(
        (link, lane) -> {
          if (lane.isOpen(id.space()) && !slot.paths.contains(link)) {
            lane.add(id, slot.entry.n());
            news.links.add(link);
          }
        });
    if (!slot.own) {
      news.spaces.add(id.space());
    }
  }

  /** Takes what is due on a link, up to about so many bytes; what is due longest comes first. */
  public synchronized List<Due> take(L link, long mostBytes, long now) {
    List<Due> taken = new ArrayList<>();
    PresenceLane lane = lanes.get(link);
    long size = 0;
    while (lane != null && !lane.isEmpty() && size < mostBytes) {
      Map.Entry<PresenceEntry.Id, Long> next = lane.poll();
      PresenceEntry.Id id = next.getKey();
      Slot slot = room(id.space()).get(id);
      if (slot == null) {
        taken.add(new Due(id, next.getValue(), null, 0));
        size += 128;
      } else if (!slot.hasExpired(now) && !slot.paths.contains(link)) {
        taken.add(new Due(id, slot.entry.n(), slot.entry, Math.max(0, now - slot.saidAt)));
        size += slot.entry.bytes();
      }
    }
    return taken;
  }

  /** Whether something is due on a link. */
  public synchronized boolean isDue(L link) {
    PresenceLane lane = lanes.get(link);
    return lane != null && !lane.isEmpty();
  }

  /** Time passes: who has said nothing for too long is gone. */
  public void tick(long now) {
    News news = new News();
    synchronized (this) {
      if (sweptAt != Long.MIN_VALUE && now - sweptAt < 1_000) {
        return;
      }
      sweptAt = now;
      for (Map.Entry<SpaceId, LinkedHashMap<PresenceEntry.Id, Slot>> room : rooms.entrySet()) {
        Iterator<Slot> slots = room.getValue().values().iterator();
        while (slots.hasNext()) {
          Slot slot = slots.next();
          if (slot.hasExpired(now)) {
            slots.remove();
            bytes -= slot.entry.bytes();
            news.spaces.add(room.getKey());
          }
        }
      }
      rooms.values().removeIf(Map::isEmpty);
    }
    news.tell();
  }

  /** What others show in a space, least recently changed first. */
  public synchronized List<Seen> seen(SpaceId space, long now) {
    return room(space).values().stream()
        .filter(slot -> !slot.own && !slot.entry.isFarewell() && !slot.hasExpired(now))
        .map(slot -> new Seen(slot.entry, Math.max(0, now - slot.saidAt)))
        .toList();
  }

  /** How many entries are kept, those that were ended included. */
  public synchronized int size() {
    return rooms.values().stream().mapToInt(Map::size).sum();
  }
}
