package dev.rejoin.replica;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.TextView;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.sync.PresenceEntry;
import dev.rejoin.replica.sync.SyncLimits;
import dev.rejoin.replica.trust.DeviceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who else has a document open: cursors, selections, names, for the moment and never stored.
 *
 * <p>Safe for any thread. What this replica shows reaches those who are connected now, directly or
 * through a relay, and is signed by this device. It is gone at once when it is cleared, when the
 * replica is closed, or when its last link breaks, and at the latest {@value
 * SyncLimits#PRESENCE_ALIVE_MILLIS} ms after the last sign of life. What changes quickly is sent at
 * most {@value #MOST_PER_SECOND} times a second, the newest only.
 */
public final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.document");

  private static final int MOST_PER_SECOND = 20;

  /** Who has changed nothing for so long is idle. */
  static final long IDLE_MILLIS = 60_000;

  /** How often members are looked at while nothing comes. */
  private static final long LOOK_MILLIS = 1_000;

  private record Observer(Consumer<List<Member>> listener, AtomicBoolean failed) {}

  private final Document document;
  private final String name;
  private final PresenceBoard<Link> board;
  private final DeviceKey key;
  private final Executor callbacks;
  private final Presences.Clock clock;
  private final PresenceEntry.Id id;
  private final CopyOnWriteArrayList<Observer> observers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean telling = new AtomicBoolean();

  // Guarded by this: what is shown; null for nothing.
  private PresenceBody.@Nullable Shown shown;
  private long changedAt;
  private long saidAt = Long.MIN_VALUE / 2;
  private long n;
  private boolean saySoon;
  private boolean closed;

  /** Written by the callbacks alone: what observers were told last, without times, and when. */
  private volatile List<Member> told = List.of();

  private volatile long toldAt;

  Presence(
      Document document,
      String name,
      PresenceBoard<Link> board,
      DeviceKey key,
      Executor callbacks,
      Presences.Clock clock) {
    this.document = document;
    this.name = name;
    this.board = board;
    this.key = key;
    this.callbacks = callbacks;
    this.clock = clock;
    this.id = new PresenceEntry.Id(document.space().id(), key.id(), UUID.randomUUID());
  }

  /**
   * Shows a cursor or selection in a text that is directly in the document.
   *
   * @param anchor where the selection began; the same as {@code head} if nothing is selected
   * @param head where the cursor is
   * @param attributes what else to show, such as a colour
   * @throws RejoinException PRESENCE_TOO_LARGE if it takes more than 8 KiB; then what was shown
   *     before still is
   */
  public void set(String text, Anchor anchor, Anchor head, Map<String, String> attributes) {
    show(Optional.of(new PresenceBody.Anchored(text, anchor, head)), attributes);
  }

  /**
   * Shows a selection by positions, with the attributes that were shown before.
   *
   * @param to where the cursor is; before {@code from} if the selection was made backwards
   * @throws RejoinException POSITION_OUT_OF_RANGE
   */
  public void setSelection(String text, int from, int to) {
    TextView view = document.text(text);
    try {
      // The cursor stays in front of what others type at it; a selection does not grow.
      Anchor anchor = view.anchor(from, from < to ? Bias.AFTER : Bias.BEFORE);
      Anchor head = view.anchor(to, to < from ? Bias.AFTER : Bias.BEFORE);
      Map<String, String> attributes;
      synchronized (this) {
        attributes = shown == null ? Map.of() : shown.attributes();
      }
      set(text, anchor, head, attributes);
    } catch (RefusedEditException e) {
      throw EditErrors.translate(e);
    }
  }

  /** Shows that this replica has the document open, without a cursor. */
  public void set(Map<String, String> attributes) {
    show(Optional.empty(), attributes);
  }

  private void show(Optional<PresenceBody.Anchored> selection, Map<String, String> attributes) {
    var fresh =
        new PresenceBody.Shown(
            document.name(), name, 0, selection, new TreeMap<>(attributes)); // a copy
    fresh.write(); // refuses what is too large
    long wait;
    synchronized (this) {
      if (closed) {
        return;
      }
      shown = fresh;
      long now = clock.monotonic().getAsLong();
      changedAt = now;
      wait = saidAt + 1_000 / MOST_PER_SECOND - now;
      if (wait > 0 && saySoon) {
        return;
      }
      saySoon = wait > 0;
    }
    if (wait <= 0) {
      say();
    } else {
      CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS, callbacks).execute(this::say);
    }
  }

  /** Shows nothing more; others see that at once. */
  public void clear() {
    synchronized (this) {
      if (shown == null) {
        return;
      }
      shown = null;
      say(new byte[0]);
    }
  }

  private synchronized void say() {
    saySoon = false;
    PresenceBody.Shown now = shown;
    if (now != null && !closed) {
      long unchanged = clock.monotonic().getAsLong() - changedAt;
      say(now.unchanged(unchanged).write());
    }
  }

  /** In this lock, so that what is said later has the higher number. */
  private void say(byte[] body) {
    n = Math.max(n + 1, clock.wall().getAsLong());
    saidAt = clock.monotonic().getAsLong();
    board.say(PresenceEntry.sign(id, n, body, key::sign), saidAt);
  }

  /** Time passes: what is shown is said anew, and who became idle is told. */
  void tick() {
    boolean due;
    synchronized (this) {
      long silent = clock.monotonic().getAsLong() - saidAt;
      due = shown != null && silent >= SyncLimits.PRESENCE_BEAT_MILLIS;
    }
    if (due) {
      say();
    }
    if (!told.isEmpty() && clock.monotonic().getAsLong() - toldAt >= LOOK_MILLIS) {
      changed(); // somebody may have become idle
    }
  }

  /**
   * The others who have this document open, by device; positions are where the cursors are now. The
   * same device is listed once for each of its replicas. O(members log n).
   */
  public List<Member> members() {
    long now = clock.monotonic().getAsLong();
    long wall = clock.wall().getAsLong();
    List<Member> members = new ArrayList<>();
    for (PresenceBoard.Seen seen : board.seen(id.space(), now)) {
      PresenceBody.Shown body = PresenceBody.read(seen.entry().body());
      if (body != null && body.document().equals(document.name())) {
        boolean idle = body.unchangedMillis() + seen.ageMillis() >= IDLE_MILLIS;
        members.add(
            new Member(
                seen.entry().id().device(),
                seen.entry().id().key().toString().substring(0, 8),
                body.name(),
                body.attributes(),
                body.selection().flatMap(this::resolve),
                idle,
                Instant.ofEpochMilli(wall - seen.ageMillis())));
      }
    }
    members.sort(Member.ORDER);
    return List.copyOf(members);
  }

  private Optional<Member.Selection> resolve(PresenceBody.Anchored at) {
    try {
      TextView view = document.text(at.text());
      return Optional.of(
          new Member.Selection(at.text(), view.position(at.anchor()), view.position(at.head())));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what it points at has not come yet, or never will
    }
  }

  /**
   * Listens from now on: hears the members whenever who is there, what they show, or who is idle
   * has changed; never under a lock. Close what is returned to stop.
   */
  public Registration observe(Consumer<List<Member>> listener) {
    Observer observer = new Observer(listener, new AtomicBoolean());
    observers.add(observer);
    changed();
    return () -> observers.remove(observer);
  }

  /** Something may have changed; many reasons lead to one call. */
  void changed() {
    if (!observers.isEmpty() && telling.compareAndSet(false, true)) {
      callbacks.execute(this::tell);
    }
  }

  private void tell() {
    toldAt = clock.monotonic().getAsLong();
    telling.set(false); // before looking: what changes from here on tells anew
    List<Member> members = members();
    List<Member> timeless = members.stream().map(Member::timeless).toList();
    if (timeless.equals(told)) {
      return;
    }
    told = timeless;
    for (Observer observer : observers) {
      try {
        observer.listener.accept(members);
      } catch (RuntimeException | Error e) {
        if (observer.failed.compareAndSet(false, true)) {
          LOG.warn("an observer of presence failed; this is said once", e);
        }
      }
    }
  }

  /** Shows and tells nothing from here on. */
  void close() {
    clear();
    synchronized (this) {
      closed = true;
    }
    observers.clear();
  }
}
