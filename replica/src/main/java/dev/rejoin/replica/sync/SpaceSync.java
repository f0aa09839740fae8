package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.BatchAck;
import dev.rejoin.proto.v1.CaughtUp;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.proto.v1.VectorEntry;
import dev.rejoin.replica.store.Cursor;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.DeviceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One space on one link: what we send of it, what we get, and what was acknowledged. */
final class SpaceSync {
  private record PendingAck(long n, long write) {}

  private final SyncSession session;
  private final SpaceSource source;
  private final boolean control;
  private final int number;
  private final Outbound outbound;
  private final Deque<PendingAck> pendingAcks = new ArrayDeque<>();

  /** The peer's arrival numbers by ours, from its acknowledgements; tells what a receipt means. */
  private final TreeMap<Long, Long> ourNByTheirs = new TreeMap<>();

  /** The newest receipt of each device, in the peer's arrival numbers. */
  private final Map<DeviceId, Long> receipts = new TreeMap<>();

  /** What was reported of each device, in our arrival numbers. */
  private final Map<DeviceId, Long> delivered = new TreeMap<>();

  /** Our newest opening is not answered: until then the peer sends in an order we gave up. */
  private boolean opening;

  /** Something was refused for good, so no place in the peer's order means "read up to here". */
  private boolean incomplete;

  private @Nullable SpaceOpened opened;
  private @Nullable ErrorCode denied;
  private boolean caughtUp;
  private long peerVersionHash;
  private long received;
  private int reopens;
  private int quietLooks;
  private boolean comparedAnew;

  /** What the peer has heard of other devices since it opened the space. */
  private final Map<DeviceId, Long> told = new HashMap<>();

  SpaceSync(SyncSession session, SpaceSource source, boolean control, int number) {
    this.session = session;
    this.source = source;
    this.control = control;
    this.number = number;
    this.outbound = new Outbound(source, !session.store().relay());
  }

  SpaceSource source() {
    return source;
  }

  boolean control() {
    return control;
  }

  /** How this side names the space on this link. */
  int number() {
    return number;
  }

  Outbound outbound() {
    return outbound;
  }

  /** Whether both directions have nothing left to do, as far as is known. */
  boolean settled() {
    return denied != null || (caughtUp && outbound.settled() && pendingAcks.isEmpty());
  }

  /** Whether the peer does not know yet that a device holds so much; it is told now. */
  boolean isNews(DeviceId device, long n) {
    Long before = told.get(device);
    if (before != null && before >= n) {
      return false;
    }
    told.put(device, n);
    return true;
  }

  boolean isDenied() {
    return denied != null;
  }

  /** Asks the peer for what we lack. */
  Frame open(boolean compareAnew) {
    opening = true;
    Cursor cursor = compareAnew ? null : source.target(session.peer()).cursor();
    SpaceOpen.Builder open =
        SpaceOpen.newBuilder()
            .setSpace(ByteString.copyFrom(source.id().bytes()))
            .setNumber(number)
            .setControl(control)
            .setEmpty(source.durable() == 0);
    if (cursor != null) {
      open.setAfter(Cursors.write(cursor));
    } else {
      open.setHave(Cursors.write(source.lines()));
    }
    return Frame.newBuilder().setSpaceOpen(open).build();
  }

  /** The peer asks for what it lacks; answers and starts sending. */
  void onOpen(SpaceOpen open, Consumer<Action> out) {
    told.clear();
    Cursor after = open.hasAfter() ? Cursors.read(open.getAfter()) : null;
    SpaceOpened.Mode mode;
    if (after != null && source.fits(after)) {
      mode = SpaceOpened.Mode.RESUME;
      outbound.start(after.n(), Map.of());
      savePeerProgress(out);
    } else if (open.hasHave()) {
      mode = SpaceOpened.Mode.VECTOR;
      outbound.start(0, compare(Cursors.read(open.getHave()), out));
    } else {
      mode = SpaceOpened.Mode.NEED_VECTOR;
    }
    SpaceOpened answer =
        SpaceOpened.newBuilder()
            .setNumber(open.getNumber())
            .setMode(mode)
            .setEstimateChanges(estimate())
            .setHead(source.durable())
            .setEpoch(Cursors.epoch(source.cursorAt(0).epoch()))
            .build();
    out.accept(new Action.Send(Frame.newBuilder().setSpaceOpened(answer).build()));
    rememberPlace();
    deliver(out);
  }

  private long estimate() {
    return outbound.started() ? source.durable() - outbound.sentN() : 0;
  }

  /**
   * The peer's version, as far as it is of one history with ours; a fork is left alone.
   *
   * <p>Of a line of this device no more is believed than is here: if this store was set back, new
   * edits get those numbers again, and must not count as acknowledged.
   */
  private Map<ReplicaId, Long> compare(Map<ReplicaId, VectorEntry> have, Consumer<Action> out) {
    Map<ReplicaId, Long> own = new TreeMap<>();
    for (Line line : source.lines()) {
      if (line.device().equals(session.store().device())) {
        own.put(line.replica(), line.to());
      }
    }
    Map<ReplicaId, Long> same = new TreeMap<>();
    have.forEach(
        (replica, entry) -> {
          ChainMark mark = ChainMark.of(entry.getMark().toByteArray());
          Head head = new Head(new OpId(replica, entry.getSeq()), mark);
          if (source.cause(head) == SpaceJournal.Cause.FORKED) {
            outbound.block(replica);
            String detail = "line " + replica + " differs from the peer's at " + entry.getSeq();
            out.accept(new Action.Refused(source.id(), ErrorCode.REPLICA_FORKED, detail));
          } else {
            same.put(replica, Math.min(entry.getSeq(), own.getOrDefault(replica, Long.MAX_VALUE)));
          }
        });
    return same;
  }

  /** The peer's answer to our opening. */
  void onOpened(SpaceOpened answer, Consumer<Action> out) {
    opening = false;
    switch (answer.getMode()) {
      case NEED_VECTOR -> reopen(out);
      case DENIED -> {
        boolean news = denied == null;
        denied = ErrorCode.ofNumber(answer.getCode());
        if (news) {
          out.accept(new Action.Refused(source.id(), denied, "the peer does not open the space"));
        }
      }
      default -> {
        denied = null;
        opened = answer;
        received = 0;
        rememberPlace();
        deliver(out);
      }
    }
  }

  private void rememberPlace() {
    if (opened != null && outbound.started() && outbound.ackedN() > 0) {
      remember(opened.getHead(), outbound.ackedN());
    }
  }

  private void remember(long theirN, long ourN) {
    ourNByTheirs.merge(theirN, ourN, Math::max);
    if (ourNByTheirs.size() > SyncLimits.MAX_ACK_PAIRS) {
      ourNByTheirs.pollFirstEntry();
    }
  }

  /** Compares everything anew, a limited number of times. */
  void reopen(Consumer<Action> out) {
    if (++reopens > SyncLimits.MAX_REOPENS) {
      out.accept(
          new Action.Close(ErrorCode.GAP, "the space was compared anew too often on this link"));
      return;
    }
    out.accept(new Action.Send(open(true)));
  }

  /**
   * Both sides say they are done: do they hold the same? Looked at now and then; if the answer
   * stays no while nothing moves, everything is compared anew, once.
   */
  void verify(Consumer<Action> out) {
    boolean differs = peerVersionHash != source.versionHash();
    if (comparedAnew || !settled() || denied != null || !differs) {
      quietLooks = 0;
      return;
    }
    if (++quietLooks >= SyncLimits.QUIET_LOOKS) {
      comparedAnew = true;
      out.accept(new Action.Send(open(true)));
    }
  }

  /** Counts a batch that came; the caller passes it on to be taken. */
  void received(Batch batch) {
    received += batch.getChangeCount();
    quietLooks = 0;
    caughtUp = false;
  }

  /** The place in the peer's order that a frame names, or null where we cannot stand by it. */
  @Nullable Cursor place(dev.rejoin.proto.v1.Cursor cursor) {
    Cursor place = Cursors.read(cursor);
    return opening || incomplete ? null : place;
  }

  /** What became of a batch that the peer sent. */
  void taken(Action.Take take, Taken taken, Consumer<Action> out) {
    if (taken.outcome() == Taken.Outcome.REFUSED) {
      refused(take, taken, out);
      return;
    }
    if (!opening) { // else the peer sends it, or knows it is here, in its new order
      pendingAcks.add(new PendingAck(take.n(), taken.write()));
    }
    if (taken.outcome() != Taken.Outcome.WAITING) {
      outbound.peerHas(take.batch().replica(), taken.to());
    }
  }

  private void refused(Action.Take take, Taken taken, Consumer<Action> out) {
    ErrorCode code = taken.code() == null ? ErrorCode.MALFORMED : taken.code();
    if (code == ErrorCode.GAP && opening) {
      return; // what follows a gap has gaps too, and is asked for already
    }
    BatchAck refusal =
        BatchAck.newBuilder()
            .setNumber(session.peerNumber(source.id()))
            .setN(take.n())
            .setCode(code.number())
            .setDetail(SafeText.of(taken.detail()))
            .setExpected(taken.expected())
            .build();
    out.accept(new Action.Send(Frame.newBuilder().setBatchAck(refusal).build()));
    if (code == ErrorCode.GAP) {
      reopen(out);
    } else if (code == ErrorCode.QUEUE_FULL) {
      out.accept(new Action.Close(code, taken.detail()));
    } else if (!incomplete) {
      incomplete = true;
      out.accept(new Action.SaveCursor(source.id(), null));
    }
  }

  /** Acknowledges what has been fsynced by now, in one frame. */
  void flushAcks(long synced, Consumer<Action> out) {
    long n = 0;
    while (!pendingAcks.isEmpty() && pendingAcks.getFirst().write() <= synced) {
      n = pendingAcks.removeFirst().n();
    }
    if (n == 0) {
      return;
    }
    boolean relay = session.store().relay();
    BatchAck ack =
        BatchAck.newBuilder()
            .setNumber(session.peerNumber(source.id()))
            .setN(n)
            .setTier(relay ? BatchAck.Tier.RELAYED : BatchAck.Tier.DELIVERED)
            .setCopies(relay ? 1 : 0)
            .setStoredN(source.durable())
            .build();
    out.accept(new Action.Send(Frame.newBuilder().setBatchAck(ack).build()));
  }

  /** The peer acknowledged, or refused, a batch of ours. */
  void onAck(BatchAck ack, @Nullable ReplicaId line, Consumer<Action> out) {
    if (ack.getCode() != 0) {
      ErrorCode code = ErrorCode.ofNumber(ack.getCode());
      if (code != ErrorCode.GAP && code != ErrorCode.QUEUE_FULL && line != null) {
        outbound.refused(line, ack.getN());
        out.accept(new Action.Refused(source.id(), code, SafeText.of(ack.getDetail())));
      }
      return;
    }
    outbound.acked(ack.getN());
    remember(ack.getStoredN(), outbound.ackedN());
    savePeerProgress(out);
    deliver(out);
  }

  private void savePeerProgress(Consumer<Action> out) {
    if (outbound.ackedN() > source.target(session.peer()).acked()) {
      out.accept(new Action.SaveAck(source.id(), outbound.ackedN()));
    }
  }

  /** The peer has sent all it has. */
  void onCaughtUp(CaughtUp frame, Consumer<Action> out) {
    Cursor place = place(frame.getCursor());
    caughtUp = !opening;
    peerVersionHash = frame.getVersionHash();
    if (place != null) {
      out.accept(new Action.SaveCursor(source.id(), place));
    }
  }

  /** A device holds everything up to an arrival number of the peer. */
  void onReceipt(long theirN, DeviceId device, Consumer<Action> out) {
    boolean room = receipts.size() < SyncLimits.MAX_RECEIPTS || receipts.containsKey(device);
    if (room && session.peerIsRelay()) { // who does not store for others cannot know it
      receipts.merge(device, theirN, Math::max);
      deliver(out);
    }
  }

  /**
   * Reports what receipts mean in our numbers; a receipt may overtake the acknowledgement that
   * tells this.
   */
  private void deliver(Consumer<Action> out) {
    receipts.forEach(
        (device, theirN) -> {
          Map.Entry<Long, Long> pair = ourNByTheirs.floorEntry(theirN);
          if (pair != null && pair.getValue() > delivered.getOrDefault(device, 0L)) {
            delivered.put(device, pair.getValue());
            out.accept(new Action.Delivered(source.id(), device, pair.getValue()));
          }
        });
  }

  /** Sends what may be sent now. */
  void pump(boolean announceMoved, Consumer<Action> out) {
    List<Batch.Builder> batches;
    try {
      batches = outbound.next(session.replicaNumbers());
    } catch (RejoinException e) {
      // A damaged change here must not keep the other spaces of this link from syncing.
      outbound.stop();
      out.accept(new Action.Refused(source.id(), e.code(), String.valueOf(e.getMessage())));
      return;
    }
    for (Batch.Builder batch : batches) {
      Frame frame = Frame.newBuilder().setBatch(batch.setNumber(number)).build();
      out.accept(new Action.Send(frame));
    }
    savePeerProgress(out);
    if (outbound.takeAnnouncement(announceMoved)) {
      CaughtUp caughtUpFrame =
          CaughtUp.newBuilder()
              .setNumber(number)
              .setCursor(Cursors.write(source.cursorAt(outbound.sentN())))
              .setVersionHash(source.versionHash())
              .build();
      out.accept(new Action.Send(Frame.newBuilder().setCaughtUp(caughtUpFrame).build()));
    }
  }

  SpaceProgress progress() {
    return new SpaceProgress(
        source.id(),
        outbound.sentN(),
        outbound.ackedN(),
        caughtUp,
        opened == null ? 0 : opened.getEstimateChanges(),
        received,
        caughtUp && peerVersionHash == source.versionHash(),
        outbound.blockedLines(),
        denied);
  }
}
