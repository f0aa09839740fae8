package dev.rejoin.replica;

import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.trust.DeviceKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Presence in the documents of one space. Safe for any thread. */
final class Presences {
  /** The time, for tests another than that of the machine. */
  record Clock(LongSupplier monotonic, LongSupplier wall) {
    static final Clock SYSTEM =
        new Clock(() -> System.nanoTime() / 1_000_000, System::currentTimeMillis);
  }

  private final Space space;
  private final PresenceBoard<Link> board;
  private final DeviceKey key;
  private final Map<String, Presence> byDocument = new ConcurrentHashMap<>();

  Presences(Space space, PresenceBoard<Link> board, DeviceKey key) {
    this.space = space;
    this.board = board;
    this.key = key;
  }

  Presence of(Document document) {
    return byDocument.computeIfAbsent(
        document.name(),
        name ->
            new Presence(
                document, space.author(), board, key, space.newSerialExecutor(), Clock.SYSTEM));
  }

  long now() {
    return Clock.SYSTEM.monotonic().getAsLong();
  }

  /** Others show something else somewhere in the space. */
  void changed() {
    byDocument.values().forEach(Presence::changed);
  }

  void tick() {
    byDocument.values().forEach(Presence::tick);
  }

  /** Shows nothing more anywhere; links should still be up. */
  void leave() {
    byDocument.values().forEach(Presence::clear);
  }

  void close() {
    byDocument.values().forEach(Presence::close);
  }
}
