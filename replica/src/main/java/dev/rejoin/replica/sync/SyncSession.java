package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.BatchAck;
import dev.rejoin.proto.v1.ErrorFrame;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Ping;
import dev.rejoin.proto.v1.Pong;
import dev.rejoin.proto.v1.Receipt;
import dev.rejoin.proto.v1.Refuse;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.replica.store.Cursor;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.store.StoreLimits;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sync protocol on one link, for both ends and for relays: frames in, actions out.
 *
 * <p>Concurrency rule: one thread at a time. No call does I/O; the only belief about the peer that
 * outlives the session is what it acknowledged after its fsync, and how far we have read it. Bad
 * frames end the session with a {@link Action.Close}; they never throw.
 */
public final class SyncSession {
  private final boolean initiator;
  private final SyncStore store;
  private final Handshake handshake;
  private final Map<SpaceId, SpaceSync> spaces = new TreeMap<>();
  private final Map<Integer, SpaceId> ours = new TreeMap<>();
  private final Map<Integer, SpaceId> theirs = new TreeMap<>();
  private final Map<SpaceId, Integer> theirNumbers = new TreeMap<>();
  private final Map<Integer, ReplicaId> theirReplicas = new TreeMap<>();
  private final ReplicaNumbers replicaNumbers = new ReplicaNumbers();
  private final Map<SpaceId, TreeMap<Long, ReplicaId>> sentLines = new TreeMap<>();
  private List<Action> out = new ArrayList<>();
  private final FrameNumbers frameNumbers = new FrameNumbers();
  private boolean closed;
  private final Deadlines deadlines = new Deadlines();

  /**
   * A session that has not begun.
   *
   * @param initiator whether this side opened the connection
   * @param nonce 32 fresh random bytes
   */
  public SyncSession(boolean initiator, SyncStore store, byte[] nonce) {
    this.initiator = initiator;
    this.store = store;
    this.handshake = new Handshake(initiator, store, nonce);
  }

  /** Begins. Times are milliseconds of any clock that never goes back. */
  public List<Action> start(long nowMillis) {
    deadlines.start(nowMillis);
    if (initiator) {
      send(handshake.hello());
    }
    return drain();
  }

  /** Takes one frame from the peer. */
  public List<Action> receive(Frame frame, long nowMillis) {
    deadlines.heard(nowMillis);
    if (!closed) {
      try {
        if (frameNumbers.isNext(frame)) {
          route(frame);
        }
      } catch (RejoinException e) {
        close(e);
      } catch (IllegalArgumentException e) {
        close(new ProtocolException(ErrorCode.MALFORMED, String.valueOf(e.getMessage())));
      }
    }
    return drain();
  }

  /** The result of an {@link Action.Take}. */
  public List<Action> taken(Action.Take take, Taken taken) {
    SpaceSync sync = spaces.get(take.space());
    if (sync != null && !closed) {
      sync.taken(take, taken, out::add);
    }
    return drain();
  }

  /** The store has fsynced its writes up to {@code write}: acknowledge, and send what is new. */
  public List<Action> synced(long write) {
    if (ready()) {
      try {
        spaces.values().forEach(sync -> sync.flushAcks(write, out::add));
        pump(false);
        openWanted();
      } catch (RejoinException e) {
        close(e);
      }
    }
    return drain();
  }

  /** Time passes: keepalive, time-outs, and cursors that moved without a batch. */
  public List<Action> tick(long nowMillis) {
    if (closed) {
      return drain();
    }
    String overdue = deadlines.overdue(handshake.done(), nowMillis);
    if (overdue != null) {
      close(new ProtocolException(ErrorCode.TIMEOUT, overdue));
    }
    if (!ready()) {
      return drain();
    }
    if (deadlines.takePing(nowMillis)) {
      send(Frame.newBuilder().setPing(Ping.newBuilder().setToken(nowMillis)).build());
    }
    if (deadlines.takeAnnouncement(nowMillis)) {
      try {
        pump(true);
        spaces.values().forEach(sync -> sync.verify(out::add));
        openDenied(nowMillis);
        openWanted();
      } catch (RejoinException e) {
        close(e);
      }
    }
    return drain();
  }

  /** This side wants more spaces than at the start. */
  public List<Action> wantedChanged() {
    if (ready()) {
      openWanted();
    }
    return drain();
  }

  /** Tells the peer that a device holds everything up to our arrival number {@code n}. */
  public List<Action> receipt(SpaceId space, DeviceId device, long n) {
    if (ready()) {
      tell(space, device, n);
    }
    return drain();
  }

  private void tell(SpaceId space, DeviceId device, long n) {
    Integer number = theirNumbers.get(space);
    SpaceSync sync = spaces.get(space);
    boolean takes = number != null && handshake.peerTakesReceipts() && !device.equals(peer());
    if (takes && sync != null && sync.isNews(device, n)) {
      Receipt.Builder receipt = Receipt.newBuilder().setNumber(number).setN(n);
      receipt.setDevice(ByteString.copyFrom(device.bytes()));
      send(Frame.newBuilder().setReceipt(receipt).build());
    }
  }

  /** Shows the peer what is due of spaces that both have open. */
  public List<Action> presence(List<PresenceBoard.Due> due) {
    if (ready() && handshake.peerTakesPresence()) {
      due.forEach(one -> PresenceFrames.send(one, spaces.get(one.id().space()), out));
    }
    return drain();
  }

  /** Whether the handshake is done and the session has not ended. */
  public boolean ready() {
    return handshake.done() && !closed;
  }

  public boolean peerIsRelay() {
    return handshake.peerIsRelay();
  }

  /** Progress of every space on this link, in the order of ids. */
  public List<SpaceProgress> progress() {
    return spaces.values().stream().map(SpaceSync::progress).toList();
  }

  /** Whether every wanted space is open and has nothing left to send or to get. */
  public boolean settled() {
    return ready()
        && store.wanted().stream().allMatch(id -> isSettled(id.control()) && isSettled(id));
  }

  private boolean isSettled(SpaceId id) {
    SpaceSync sync = spaces.get(id);
    return sync != null ? sync.settled() : isDenied(id);
  }

  /** A content space is denied together with its control space. */
  private boolean isDenied(SpaceId id) {
    SpaceSync control = spaces.get(id.control());
    return control != null && control.isDenied();
  }

  DeviceId peer() {
    return handshake.peer();
  }

  SyncStore store() {
    return store;
  }

  ReplicaNumbers replicaNumbers() {
    return replicaNumbers;
  }

  int peerNumber(SpaceId space) {
    return theirNumbers.getOrDefault(space, 0);
  }

  private List<Action> drain() {
    List<Action> actions = out;
    out = new ArrayList<>();
    actions.replaceAll(
        a ->
            a instanceof Action.Send send ? new Action.Send(frameNumbers.number(send.frame())) : a);
    return actions;
  }

  private void send(Frame frame) {
    out.add(new Action.Send(frame));
  }

  private void close(RejoinException e) {
    if (closed) {
      return;
    }
    closed = true;
    String detail = SafeText.of(String.valueOf(e.getMessage()));
    if (handshake.done()) {
      ErrorFrame error =
          ErrorFrame.newBuilder()
              .setCode(e.code().number())
              .setDetail(detail)
              .setFatal(true)
              .build();
      send(Frame.newBuilder().setError(error).build());
    } else {
      Refuse refuse = Refuse.newBuilder().setCode(e.code().number()).setDetail(detail).build();
      send(Frame.newBuilder().setRefuse(refuse).build());
    }
    out.add(new Action.Close(e.code(), detail));
  }

  private void route(Frame frame) {
    if (frame.hasRefuse()) {
      ended(frame.getRefuse().getCode(), frame.getRefuse().getDetail());
    } else if (!handshake.done()) {
      Frame answer = handshake.receive(frame);
      if (answer != null) {
        send(answer);
      }
      if (handshake.done()) {
        out.add(new Action.Ready(peer(), handshake.peerIsRelay(), handshake.peerSoftware()));
        if (initiator) {
          openWanted();
        }
      }
    } else {
      routeReady(frame);
    }
  }

  private void routeReady(Frame frame) {
    switch (frame.getBodyCase()) {
      case SPACE_OPEN -> onSpaceOpen(frame.getSpaceOpen());
      case SPACE_OPENED ->
          ourSpace(frame.getSpaceOpened().getNumber()).onOpened(frame.getSpaceOpened(), out::add);
      case BATCH -> onBatch(frame.getBatch());
      case BATCH_ACK -> onBatchAck(frame.getBatchAck());
      case CAUGHT_UP -> {
        theirSpace(frame.getCaughtUp().getNumber()).onCaughtUp(frame.getCaughtUp(), out::add);
        openWanted();
      }
      case RECEIPT -> {
        Receipt receipt = frame.getReceipt();
        DeviceId device = DeviceId.of(receipt.getDevice().toByteArray());
        ourSpace(receipt.getNumber()).onReceipt(receipt.getN(), device, out::add);
      }
      case PRESENCE, PRESENCE_GONE -> PresenceFrames.read(frame, theirs, out);
      case PING ->
          send(
              Frame.newBuilder()
                  .setPong(Pong.newBuilder().setToken(frame.getPing().getToken()))
                  .build());
      case PONG -> {} // that it was heard is all there is to it
      case GOODBYE -> ended(frame.getGoodbye().getCode(), "the peer says goodbye");
      case ERROR -> {
        if (frame.getError().getFatal()) {
          ended(frame.getError().getCode(), frame.getError().getDetail());
        }
      }
      default -> onUnknown(frame);
    }
  }

  private static void onUnknown(Frame frame) {
    if (frame.getSkippable()) {
      return;
    }
    boolean known = frame.getBodyCase() != Frame.BodyCase.BODY_NOT_SET;
    throw new ProtocolException(
        known ? ErrorCode.PROTOCOL_ORDER : ErrorCode.UNSUPPORTED_FRAME,
        "a frame " + frame.getBodyCase() + " has no place here");
  }

  private void ended(int code, String detail) {
    closed = true;
    out.add(new Action.Close(ErrorCode.ofNumber(code), SafeText.of(detail)));
  }

  /** Opens what this side wants: a control space at once, its companion when that is settled. */
  private void openWanted() {
    if (!initiator) {
      return; // the acceptor never volunteers the names of its spaces
    }
    List<SpaceId> wanted = store.wanted();
    // Beyond the limit the first spaces sync, rather than none.
    for (SpaceId id : wanted.subList(0, Math.min(wanted.size(), SyncLimits.MAX_SPACES / 2))) {
      SpaceSync control = spaces.get(id.control());
      if (control == null) {
        openOwn(id.control(), true);
      } else if (control != null
          && control.settled()
          && !control.isDenied()
          && !spaces.containsKey(id)) {
        openOwn(id, false);
      }
    }
  }

  /** Asks again for what was denied: somebody may have brought it, or let us in. */
  private void openDenied(long nowMillis) {
    if (deadlines.takeDenied(nowMillis)) {
      spaces.values().stream().filter(SpaceSync::isDenied).forEach(sync -> send(sync.open(false)));
    }
  }

  private void openOwn(SpaceId id, boolean control) {
    SpaceSource source = store.find(id);
    if (source != null && source.durable() == 0 && !source.lines().isEmpty()) {
      return; // it would look empty; after the fsync that is under way it does not
    }
    if (source != null) {
      SpaceSync sync = add(id, source, control);
      send(sync.open(false));
    }
  }

  private SpaceSync add(SpaceId id, SpaceSource source, boolean control) {
    if (spaces.size() >= SyncLimits.MAX_SPACES) {
      throw new ProtocolException(
          ErrorCode.TOO_MANY_SPACES, "more than " + SyncLimits.MAX_SPACES + " spaces on one link");
    }
    int number = ours.size() + 1;
    SpaceSync sync = new SpaceSync(this, source, control, number);
    spaces.put(id, sync);
    ours.put(number, id);
    return sync;
  }

  private void onSpaceOpen(SpaceOpen open) {
    SpaceId id = SpaceId.of(open.getSpace().toByteArray());
    SpaceId named = theirs.get(open.getNumber());
    if (open.getNumber() < 1 || (named != null && !named.equals(id))) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "number " + open.getNumber() + " cannot name this space");
    }
    SpaceSync sync = spaces.get(id);
    boolean fresh = sync == null;
    if (fresh) {
      SpaceSource source;
      try {
        source = store.admit(id, open.getControl(), !open.getEmpty());
      } catch (ProtocolException e) {
        deny(open, e.code());
        return;
      }
      if (source == null) {
        deny(open, ErrorCode.NO_READ);
        return;
      }
      sync = add(id, source, open.getControl());
    }
    theirs.put(open.getNumber(), id);
    theirNumbers.put(id, open.getNumber());
    sync.onOpen(open, out::add);
    if (fresh) { // opened again, it hears of receipts as often as the host finds time
      send(sync.open(false));
      store.receipts(id).forEach((device, n) -> tell(id, device, n));
    }
    out.add(new Action.Opened(id));
    pump(false);
  }

  private void deny(SpaceOpen open, ErrorCode code) {
    SpaceOpened denied =
        SpaceOpened.newBuilder()
            .setNumber(open.getNumber())
            .setMode(SpaceOpened.Mode.DENIED)
            .setCode(code.number())
            .build();
    send(Frame.newBuilder().setSpaceOpened(denied).build());
  }

  private void onBatch(Batch batch) {
    SpaceSync sync = theirSpace(batch.getNumber());
    ReplicaId replica = replica(batch);
    SignedBatch signed =
        new SignedBatch(
            replica,
            batch.getChangeList().stream().map(ByteString::toByteArray).toList(),
            batch.getSignature().toByteArray());
    Cursor cursor = batch.hasCursor() ? sync.place(batch.getCursor()) : null;
    sync.received(batch);
    out.add(new Action.Take(sync.source().id(), signed, cursor, batch.getN()));
  }

  private ReplicaId replica(Batch batch) {
    if (!batch.getReplicaId().isEmpty()) {
      if (theirReplicas.size() >= StoreLimits.MAX_REPLICAS) {
        throw new ProtocolException(ErrorCode.REPLICA_LIMIT, "too many replicas on one link");
      }
      theirReplicas.put(batch.getReplica(), ReplicaId.of(batch.getReplicaId().toByteArray()));
    }
    ReplicaId replica = theirReplicas.get(batch.getReplica());
    if (replica == null) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "replica number " + batch.getReplica() + " was never named");
    }
    return replica;
  }

  private void onBatchAck(BatchAck ack) {
    SpaceSync sync = ourSpace(ack.getNumber());
    TreeMap<Long, ReplicaId> sent = sentLines.getOrDefault(sync.source().id(), new TreeMap<>());
    sync.onAck(ack, sent.get(ack.getN()), out::add);
    sent.headMap(ack.getN(), true).clear();
    pump(false);
    openWanted();
  }

  private SpaceSync ourSpace(int number) {
    return known(ours.get(number), number);
  }

  private SpaceSync theirSpace(int number) {
    return known(theirs.get(number), number);
  }

  private SpaceSync known(@Nullable SpaceId id, int number) {
    SpaceSync sync = id == null ? null : spaces.get(id);
    if (sync == null) {
      throw new ProtocolException(ErrorCode.MALFORMED, "number " + number + " names no open space");
    }
    return sync;
  }

  private void pump(boolean announceMoved) {
    long inFlight = spaces.values().stream().mapToLong(s -> s.outbound().inFlightBytes()).sum();
    for (boolean control : new boolean[] {true, false}) {
      for (SpaceSync sync : spaces.values()) {
        if (sync.control() == control && inFlight < SyncLimits.MAX_LINK_IN_FLIGHT_BYTES) {
          long before = sync.outbound().inFlightBytes();
          int from = out.size();
          sync.pump(announceMoved, out::add);
          rememberLines(sync.source().id(), from);
          inFlight += sync.outbound().inFlightBytes() - before;
        }
      }
    }
  }

  /** Which line a batch was of, so that a refusal of its number tells the line. */
  private void rememberLines(SpaceId space, int from) {
    for (Action action : out.subList(from, out.size())) {
      if (action instanceof Action.Send send && send.frame().hasBatch()) {
        Batch batch = send.frame().getBatch();
        sentLines
            .computeIfAbsent(space, id -> new TreeMap<>())
            .put(batch.getN(), replicaNumbers.replica(batch.getReplica()));
      }
    }
  }
}
