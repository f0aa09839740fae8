package dev.rejoin.replica.net;

import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.store.Append;
import dev.rejoin.replica.store.ChangeReader;
import dev.rejoin.replica.store.Intake;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Genesis;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A device without documents: a store, lines of signed texts, and a record of what links tell it.
 */
public final class TestHost implements LinkHost, AutoCloseable {
  /** A refusal as a link told it. */
  public record Refusal(SpaceId space, ErrorCode code, String detail) {}

  /** A receipt as a link told it. */
  public record Delivery(SpaceId space, DeviceId device, long n) {}

  /** Why a link ended. */
  public record Ended(ErrorCode code, String detail) {}

  public final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  public final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  public final List<Ended> ends = new CopyOnWriteArrayList<>();
  public final Set<Link> links = ConcurrentHashMap.newKeySet();
  public final Map<SpaceId, Long> acked = new ConcurrentHashMap<>();

  public final PresenceBoard<Link> presence =
      new PresenceBoard<>(Link::presenceDue, space -> Await.wake());

  /** Runs when a link is ready, on its thread. */
  public volatile Runnable onReady = () -> {};

  private final Store store;
  private final Intake intake;
  private final Set<SpaceId> joined = new ConcurrentSkipListSet<>();
  private volatile boolean relay;
  private volatile boolean keepsEarly = true;
  private final List<Runnable> owned = Collections.synchronizedList(new ArrayList<>());

  /** Opens the store; joins the content spaces it holds. */
  public TestHost(Path directory) {
    this.store = Store.open(directory);
    this.intake = new Intake(store, new Reader());
    store.onSynced(Await::wake);
    store.journals().forEach(intake::retryAll);
  }

  /** Takes every change that is signed; early ones wait. */
  private final class Reader implements ChangeReader {
    @Override
    public Contents read(SpaceJournal journal, ReplicaId replica, Header header, byte[] change) {
      return new Contents(null, List.of(), true);
    }

    @Override
    public boolean keepsEarly() {
      return keepsEarly;
    }
  }

  /** From now on acts as a relay: asks again for what comes early, and stores for others. */
  public TestHost actAsRelay() {
    relay = true;
    keepsEarly = false;
    return this;
  }

  /** Founds a space and joins it. */
  public SpaceId found() {
    Genesis genesis = Genesis.create(store.key(), DeviceKey.randomBytes(16), 1_795_000_000_000L);
    appendGenesis(genesis.space().control(), genesis);
    join(genesis.space());
    return genesis.space();
  }

  /** Writes a genesis record into a control space, fitting or not. */
  public void appendGenesis(SpaceId control, Genesis genesis) {
    var body = new ChangeCodec.ControlBody(Heads.none(), 0, 1, 0, genesis.record());
    Header header = header(1, 0, ChangeCodec.CONTROL);
    append(control, ChangeCodec.encodeControl(header, body), 1, true);
  }

  /** Wants a space from now on. */
  public void join(SpaceId space) {
    joined.add(space);
    store.journal(space.control());
    store.journal(space);
    links.forEach(Link::wantedChanged);
  }

  /** Appends a text to the own line; returns its arrival number. */
  public long write(SpaceId space, String text) {
    return write(space, text, true);
  }

  /** Appends a text whose signature is bad. */
  public long writeForged(SpaceId space, String text) {
    return write(space, text, false);
  }

  private long write(SpaceId space, String text, boolean honest) {
    SpaceJournal journal = store.journal(space);
    journal.lock();
    try {
      Line before = journal.line(store.replica());
      long from = before == null ? 1 : before.to() + 1;
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      byte[] change = ChangeCodec.write(new ChangeCodec.Envelope(header(from, 1, 0), body));
      return append(space, change, from, honest);
    } finally {
      journal.unlock();
    }
  }

  private Header header(long from, int key, int opClass) {
    boolean first = from == 1;
    return new Header(
        from,
        from,
        key,
        opClass,
        List.of(),
        first ? store.device().bytes() : null,
        first ? store.salt() : null);
  }

  private long append(SpaceId space, byte[] change, long seq, boolean honest) {
    return append(this, space, change, seq, honest);
  }

  private long append(TestHost author, SpaceId space, byte[] change, long seq, boolean honest) {
    SpaceJournal journal = store.journal(space);
    ReplicaId replica = author.store.replica();
    journal.lock();
    try (Append append = journal.append()) {
      Line before = append.line(replica);
      ChainHash hash =
          (before == null ? ChainHash.start(space, replica) : before.hash()).next(change);
      byte[] signature = author.store.key().sign(Signing.head(space, replica, seq, hash));
      signature[5] ^= (byte) (honest ? 0 : 1);
      long n =
          append.add(
              replica,
              author.store.device(),
              seq,
              seq,
              change,
              hash,
              signature,
              0,
              1_795_000_000_000L);
      append.commit();
      return n;
    } finally {
      journal.unlock();
    }
  }

  /** Puts a first change of another host's line into the own store, with other bytes. */
  public void forgeLineOf(TestHost other, SpaceId space, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    byte[] change = ChangeCodec.write(new ChangeCodec.Envelope(other.header(1, 1, 0), body));
    append(other, space, change, 1, true);
  }

  /** Waits until everything written is on disk and may be sent. */
  public void awaitDurable() {
    store.awaitDurable();
    Await.until(
        "all journals are durable",
        () -> store.journals().stream().allMatch(j -> j.durable() == j.head()));
  }

  /** All texts of a space, sorted; each as often as the journal holds it. */
  public List<String> texts(SpaceId space) {
    SpaceJournal journal = store.journal(space);
    return journal.read(0, journal.head(), Long.MAX_VALUE).stream()
        .map(TestHost::text)
        .sorted()
        .toList();
  }

  private static String text(Row row) {
    return new String(ChangeCodec.envelope(row.change()).body(), StandardCharsets.UTF_8);
  }

  /** Connects to a port of this machine, with short pauses between attempts. */
  public LinkClient connect(int port) {
    LinkClient client = LinkClient.connect("127.0.0.1:" + port, this, 20);
    owned.add(client::close);
    return client;
  }

  /** Listens on any free port of this machine. */
  public LinkServer listen() {
    LinkServer server = LinkServer.listen("127.0.0.1", 0, this);
    owned.add(server::close);
    return server;
  }

  /** Waits until the client's link has nothing left to do. */
  public static void awaitSettled(LinkClient client) {
    Await.until(
        () -> "settled: " + client.status(),
        () -> {
          Link link = client.link();
          return link != null && link.settled();
        });
  }

  /** Waits until a space holds exactly these texts. */
  public void awaitTexts(SpaceId space, String... expected) {
    List<String> sorted = java.util.stream.Stream.of(expected).sorted().toList();
    Await.until(() -> texts(space) + " is " + sorted, () -> texts(space).equals(sorted));
  }

  /** The newest progress of a space on a client's link. */
  public static SpaceProgress progress(LinkClient client, SpaceId space) {
    Link link = client.link();
    return (link == null ? List.<SpaceProgress>of() : link.progress())
        .stream()
            .filter(p -> p.space().equals(space))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the link has no such space"));
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
    return relay;
  }

  @Override
  public String software() {
    return "test";
  }

  @Override
  public List<SpaceId> wanted() {
    return List.copyOf(joined);
  }

  @Override
  public @Nullable SpaceSource find(SpaceId space) {
    return knows(space) ? store.journal(space) : null;
  }

  @Override
  public @Nullable SpaceSource admit(SpaceId space, boolean control, boolean peerHasChanges) {
    return find(space);
  }

  private boolean knows(SpaceId space) {
    return joined.stream().anyMatch(id -> id.equals(space) || id.control().equals(space));
  }

  @Override
  public void linkReady(Link link) {
    links.add(link);
    onReady.run();
    Await.wake();
  }

  @Override
  public void linkClosed(Link link, ErrorCode code, String detail) {
    links.remove(link);
    presence.close(link);
    ends.add(new Ended(code, detail));
    Await.wake();
  }

  @Override
  public void opened(Link link, SpaceId space) {
    if (joined.contains(space)) {
      presence.open(link, space, link.peerIsRelay(), System.nanoTime() / 1_000_000);
    }
    Await.wake();
  }

  @Override
  public void took(Link link, SpaceId space) {
    Await.wake();
  }

  @Override
  public void acked(Link link, SpaceId space, long n) {
    acked.merge(space, n, Math::max);
    Await.wake();
  }

  @Override
  public void delivered(Link link, SpaceId space, DeviceId device, long n) {
    deliveries.add(new Delivery(space, device, n));
    Await.wake();
  }

  @Override
  public void refused(Link link, SpaceId space, ErrorCode code, String detail) {
    refusals.add(new Refusal(space, code, detail));
    Await.wake();
  }

  @Override
  public void progressed(Link link) {
    Await.wake();
  }

  /** Closes clients and servers, then the store. */
  @Override
  public void close() {
    List.copyOf(owned).forEach(Runnable::run);
    store.close();
  }
}
