package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.sync.Action;
import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.sync.SyncSession;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.SpaceId;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Implementation notes.
 *
 * Two kinds of thread meet here. The event loop of the channel only decodes and queues. Everything
 * else, the session above all, runs in tasks of `serial`, one at a time, on a worker that may wait for
 * the disk. What may come often (an fsync, a tick, frames, receipts) is a flag that leads to one task,
 * so nothing piles up when a link is slow.
 *
 * While the outgoing buffer is above its high water mark no frame is handled and nothing is pumped.
 * The peer then runs into its own limits, and the journal keeps what is still to be sent.
 */
/** A link over a TCP socket. */
final class NettyLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.net");

  private static final int FRAMES_AT_ONCE = 32;

  /** The server or client that a link belongs to; called on the link's own thread. */
  interface Owner {
    void ready(NettyLink link);

    void ended(NettyLink link, End end);
  }

  /**
   * How a link ended.
   *
   * @param retryAfterMillis when the peer wants to be called again, 0 if it did not say
   * @param heldMillis how long the link was ready, 0 if it never was
   */
  record End(ErrorCode code, String detail, long retryAfterMillis, long heldMillis) {}

  private record ReceiptKey(SpaceId space, DeviceId device) {}

  private final LinkHost host;
  private final Owner owner;
  private final Channel channel;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Wire wire;
  private final Inbox inbox;
  private final Serial serial;
  private final SyncSession session;
  private final NetThreads threads;
  private final Runnable onSynced;
  private final Flag frames = new Flag(this::run, this::handleFrames);
  private final Flag synced = new Flag(this::run, this::handleSynced);
  private final Flag tick = new Flag(this::run, this::handleTick);
  private final Flag receipts = new Flag(this::run, this::handleReceipts);
  private final Flag presence = new Flag(this::run, this::handlePresence);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Guarded by itself: receipts that have not gone out. */
  private final Map<ReceiptKey, Long> waitingReceipts = new LinkedHashMap<>();

  // Of the serial executor alone.
  private boolean over;
  private boolean moved;
  private long retryAfterMillis;
  private long readyAt;
  private long lastSent;
  private long lastSentAt;
  private @Nullable ScheduledFuture<?> ticking;

  private volatile @Nullable DeviceId peer;
  private volatile boolean peerIsRelay;
  private volatile String address = "";

  /** Written by the event loop only. */
  private volatile long receivedBytes;

  private volatile List<SpaceProgress> progress = List.of();
  private volatile boolean settled;

  NettyLink(Channel channel, boolean initiator, LinkHost host, Owner owner, NetThreads threads) {
    this.channel = channel;
    this.host = host;
    this.owner = owner;
    this.threads = threads;
    this.wire = new Wire(channel, decoder, threads.scheduler());
    this.inbox = new Inbox(wire);
    this.serial = new Serial(threads.workers(), this::publish);
    this.session = new SyncSession(initiator, host, DeviceKey.randomBytes(32));
    this.onSynced = synced::raise;
  }

  /** Runs a step of the link; a failure ends the link, never the worker. */
  private void run(Runnable step) {
    serial.execute(
        () -> {
          if (over) {
            return;
          }
          try {
            step.run();
          } catch (RejoinException e) {
            fail(e);
          } catch (RuntimeException e) {
            LOG.error("a link to {} broke on this side", address, e);
            fail(new RejoinException(ErrorCode.UNKNOWN, "this side failed: " + e, e));
          }
        });
  }

  // ---- Events of the channel, on its event loop -------------------------------------------------

  FrameDecoder decoder() {
    return decoder;
  }

  void connected() {
    address = wire.address();
    run(
        () -> {
          host.store().awaitDurable(); // a session must not name what a power cut could take back
          host.store().onSynced(onSynced);
          lastSentAt = nowMillis();
          ticking =
              threads
                  .scheduler()
                  .scheduleAtFixedRate(
                      tick::raise,
                      NetLimits.TICK_MILLIS,
                      NetLimits.TICK_MILLIS,
                      TimeUnit.MILLISECONDS);
          perform(session.start(nowMillis()));
        });
  }

  void arrived(FrameDecoder.Sized frame) {
    receivedBytes = receivedBytes + frame.bytes();
    inbox.add(frame);
    frames.raise();
  }

  void writableAgain() {
    frames.raise();
    synced.raise();
    receipts.raise();
    presence.raise();
  }

  /** The bytes that came are not frames. */
  void broken(ProtocolException e) {
    decoder.discard();
    run(
        () -> {
          drainInbox();
          fail(e);
        });
  }

  void disconnected(String why) {
    run(
        () -> {
          drainInbox(); // the last frame may say why
          end(ErrorCode.UNREACHABLE, why);
        });
  }

  // ---- Steps, on the serial executor -----------------------------------------------------------

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void handleFrames() {
    for (int i = 0; i < FRAMES_AT_ONCE && !over && wire.writable(); i++) {
      FrameDecoder.Sized next = inbox.poll();
      if (next == null) {
        return;
      }
      receive(next.frame());
    }
    if (!over && wire.writable()) {
      frames.raise();
    }
  }

  private void drainInbox() {
    for (FrameDecoder.Sized next = inbox.poll(); next != null && !over; next = inbox.poll()) {
      receive(next.frame());
    }
  }

  private void receive(Frame frame) {
    if (frame.hasGoodbye()) {
      retryAfterMillis = frame.getGoodbye().getRetryAfterMillis();
    } else if (frame.hasRefuse()) {
      retryAfterMillis = frame.getRefuse().getRetryAfterMillis();
    }
    moved = true;
    perform(session.receive(frame, nowMillis()));
  }

  private void handleSynced() {
    if (session.ready() && wire.writable()) {
      perform(session.synced(host.store().synced()));
    }
  }

  private void handleTick() {
    long now = nowMillis();
    if (wire.sentBytes() != lastSent || wire.writable()) {
      lastSent = wire.sentBytes();
      lastSentAt = now;
    }
    if (now - lastSentAt > NetLimits.STALLED_MILLIS) {
      end(ErrorCode.TIMEOUT, "the peer takes nothing any more");
    } else if (wire.reading()
        && decoder.partialForMillis(System.nanoTime()) > NetLimits.FRAME_MILLIS) {
      fail(new ProtocolException(ErrorCode.TIMEOUT, "a frame took too long to arrive"));
    } else if (wire.writable()) {
      perform(session.tick(now));
      showPresence(NetLimits.PRESENCE_TICK_BYTES);
      host.tick(now);
    }
  }

  private void handlePresence() {
    if (wire.queuedBytes() < NetLimits.PRESENCE_QUEUE_BYTES) { // else some of it at each tick
      showPresence(NetLimits.PRESENCE_BURST_BYTES);
    }
  }

  private void showPresence(long bytes) {
    if (session.ready() && wire.writable() && host.presence().isDue(this)) {
      perform(session.presence(host.presence().take(this, bytes, nowMillis())));
      presence.raise(); // for the rest, after what else is to be done
    }
  }

  private void handleReceipts() {
    if (!session.ready() || !wire.writable()) {
      return;
    }
    Map<ReceiptKey, Long> due;
    synchronized (waitingReceipts) {
      due = new LinkedHashMap<>(waitingReceipts);
      waitingReceipts.clear();
    }
    due.forEach((key, n) -> perform(session.receipt(key.space(), key.device(), n)));
  }

  /** Carries out what the session asks for, in order. */
  private void perform(List<Action> actions) {
    if (actions.stream().anyMatch(Action.Ready.class::isInstance)) {
      decoder.authenticated(); // before the peer hears of it: it may send a large frame at once
    }
    for (Action action : actions) {
      if (over) {
        return;
      }
      perform(action);
    }
    wire.flush();
  }

  private void perform(Action action) {
    if (action instanceof Action.Send send) {
      if (send.frame().hasSpaceOpen()) {
        host.store().awaitDurable(); // what it says we have or have read is not sent to us again
      }
      wire.write(send.frame());
    } else if (action instanceof Action.Take take) {
      take(take);
    } else if (action instanceof Action.Ready ready) {
      ready(ready);
    } else if (action instanceof Action.Close close) {
      end(close.code(), close.detail());
    } else {
      note(action);
    }
    moved = true;
  }

  private void take(Action.Take take) {
    Taken taken =
        host.intake().take(journal(take.space()), take.batch(), provenPeer(), take.cursor());
    perform(session.taken(take, taken));
    if (taken.outcome() == Taken.Outcome.STORED && !over) {
      host.took(this, take.space());
    }
  }

  private void ready(Action.Ready ready) {
    peer = ready.peer();
    peerIsRelay = ready.relay();
    readyAt = nowMillis();
    owner.ready(this);
    host.linkReady(this);
    synced.raise();
    receipts.raise();
  }

  private void note(Action action) {
    if (action instanceof Action.SaveAck ack) {
      journal(ack.space())
          .targets()
          .acked(provenPeer(), peerIsRelay, ack.n(), System.currentTimeMillis());
      host.acked(this, ack.space(), ack.n());
    } else if (action instanceof Action.SaveCursor save) {
      journal(save.space()).targets().read(provenPeer(), save.cursor());
    } else if (action instanceof Action.Delivered delivered) {
      host.delivered(this, delivered.space(), delivered.device(), delivered.n());
    } else if (action instanceof Action.Opened opened) {
      host.opened(this, opened.space());
    } else if (action instanceof Action.Refused refused) {
      host.refused(this, refused.space(), refused.code(), refused.detail());
    } else {
      host.presence().perform(this, action, nowMillis(), System.currentTimeMillis());
    }
  }

  private SpaceJournal journal(SpaceId space) {
    SpaceJournal journal = host.journal(space);
    if (journal == null) {
      throw new RejoinException(
          ErrorCode.UNKNOWN_SPACE, "space " + space.shortForm() + " is not held here any more");
    }
    return journal;
  }

  private DeviceId provenPeer() {
    DeviceId proven = peer;
    if (proven == null) {
      throw new IllegalStateException("no space can be open before the peer is known");
    }
    return proven;
  }

  private void fail(RejoinException e) {
    if (over) {
      return;
    }
    if (!(e instanceof ProtocolException)) {
      LOG.warn("the link to {} ends: {}", address, e.getMessage());
    }
    wire.write(Farewell.error(session.ready(), e));
    end(e.code(), String.valueOf(e.getMessage()));
  }

  private void end(ErrorCode code, String detail) {
    if (over) {
      return;
    }
    over = true;
    settled = false;
    host.store().removeOnSynced(onSynced);
    if (ticking != null) {
      ticking.cancel(false);
    }
    wire.finish();
    inbox.clear();
    long held = peer == null ? 0 : Math.max(1, nowMillis() - readyAt);
    try {
      if (peer != null) {
        host.linkClosed(this, code, detail);
      }
    } finally {
      owner.ended(this, new End(code, detail, retryAfterMillis, held));
      ended.complete(null);
    }
  }

  /** After a burst of steps: publishes what others may see of the session. */
  private void publish() {
    if (over || !moved) {
      return;
    }
    moved = false;
    run(
        () -> {
          progress = session.progress();
          settled = session.settled();
          if (peer != null) {
            host.progressed(this);
          }
        });
  }

  // ---- For any thread --------------------------------------------------------------------------

  /** Lets what is fsynced be acknowledged, says when to come back, then ends. */
  void drain(long comeBackAfterMillis) {
    run(
        () -> {
          drainInbox();
          if (session.ready()) {
            host.store().awaitDurable();
            perform(session.synced(host.store().synced()));
          }
          if (!over) {
            wire.write(Farewell.draining(session.ready(), comeBackAfterMillis));
            end(ErrorCode.DRAINING, "this side stops");
          }
        });
  }

  /** Completes when the link has ended and touches its host no more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Whether the caller runs on the link's own thread, where waiting for the link is senseless. */
  boolean isCurrent() {
    return serial.isCurrent();
  }

  Channel channel() {
    return channel;
  }

  /** Bytes that wait to be sent. */
  long queuedBytes() {
    return wire.queuedBytes();
  }

  @Override
  public @Nullable DeviceId peer() {
    return peer;
  }

  @Override
  public boolean peerIsRelay() {
    return peerIsRelay;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public List<SpaceProgress> progress() {
    return progress;
  }

  @Override
  public boolean settled() {
    return settled;
  }

  @Override
  public long sentBytes() {
    return wire.sentBytes();
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void wantedChanged() {
    run(() -> perform(session.wantedChanged()));
  }

  @Override
  public void receipt(SpaceId space, DeviceId device, long n) {
    synchronized (waitingReceipts) {
      waitingReceipts.merge(new ReceiptKey(space, device), n, Math::max);
    }
    receipts.raise();
  }

  @Override
  public void presenceDue() {
    presence.raise();
  }

  @Override
  public void close() {
    run(() -> end(ErrorCode.DRAINING, "closed on this side"));
  }
}
