package dev.rejoin.lab;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkHost;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.sync.Action;
import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.sync.SyncSession;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a simulated cable: drives a session and carries its actions out at once. */
final class SimLink implements Link {
  private final LinkHost host;
  private final SyncSession session;
  private final List<Frame> out;
  private volatile @Nullable DeviceId peer;
  private volatile boolean peerIsRelay;
  private volatile boolean up = true;

  /** What other threads of the host may look at while this one works. */
  private volatile List<SpaceProgress> progress = List.of();

  private volatile boolean settled;
  private volatile boolean presenceDue;
  private boolean announced;
  private volatile long sentBytes;
  private volatile long receivedBytes;

  SimLink(boolean initiator, LinkHost host, SplitMix64 random, List<Frame> out) {
    ByteBuffer nonce = ByteBuffer.allocate(32);
    while (nonce.hasRemaining()) {
      nonce.putLong(random.next());
    }
    this.host = host;
    this.session = new SyncSession(initiator, host, nonce.array());
    this.out = out;
  }

  void start(long nowMillis) {
    host.store().awaitDurable();
    perform(session.start(nowMillis));
  }

  boolean isUp() {
    return up;
  }

  void receive(Frame frame, long nowMillis) {
    if (up) {
      receivedBytes += frame.getSerializedSize();
      perform(session.receive(frame, nowMillis));
    }
  }

  void synced() {
    if (up) {
      host.store().awaitDurable();
      perform(session.synced(host.store().synced()));
    }
  }

  void tick(long nowMillis) {
    if (up && presenceDue) {
      presenceDue = false;
      long now = System.nanoTime() / 1_000_000;
      perform(session.presence(host.presence().take(this, Long.MAX_VALUE, now)));
    }
    if (up) {
      perform(session.tick(nowMillis));
    }
  }

  private void perform(List<Action> actions) {
    Deque<Action> todo = new ArrayDeque<>(actions);
    while (!todo.isEmpty() && up) {
      List<Action> more = perform(todo.removeFirst());
      todo.addAll(more);
    }
    progress = session.progress();
    settled = session.settled();
    if (up && announced) {
      host.progressed(this);
    }
  }

  private List<Action> perform(Action action) {
    if (action instanceof Action.Send send) {
      sentBytes += send.frame().getSerializedSize();
      out.add(send.frame());
    } else if (action instanceof Action.Ready ready) {
      peer = ready.peer();
      peerIsRelay = ready.relay();
      announced = true;
      host.linkReady(this);
    } else if (action instanceof Action.Take take) {
      SpaceJournal journal = journal(take.space());
      var taken = host.intake().take(journal, take.batch(), knownPeer(), take.cursor());
      List<Action> more = session.taken(take, taken);
      host.took(this, take.space());
      return more;
    } else if (action instanceof Action.SaveAck ack) {
      journal(ack.space()).targets().acked(knownPeer(), peerIsRelay, ack.n(), 0);
      host.acked(this, ack.space(), ack.n());
    } else if (action instanceof Action.SaveCursor cursor) {
      journal(cursor.space()).targets().read(knownPeer(), cursor.cursor());
    } else if (action instanceof Action.Delivered delivered) {
      host.delivered(this, delivered.space(), delivered.device(), delivered.n());
    } else if (action instanceof Action.Opened opened) {
      host.opened(this, opened.space());
    } else if (action instanceof Action.Refused refused) {
      host.refused(this, refused.space(), refused.code(), refused.detail());
    } else if (action instanceof Action.Close close) {
      end(close.code(), close.detail());
    } else {
      host.presence()
          .perform(this, action, System.nanoTime() / 1_000_000, System.currentTimeMillis());
    }
    return List.of();
  }

  private SpaceJournal journal(SpaceId space) {
    SpaceJournal journal = host.journal(space);
    if (journal == null) {
      throw new IllegalStateException("the session opened a space that its host does not hold");
    }
    return journal;
  }

  private DeviceId knownPeer() {
    if (peer == null) {
      throw new IllegalStateException("the session acts before its handshake");
    }
    return peer;
  }

  private void end(ErrorCode code, String detail) {
    if (up) {
      up = false;
      if (announced) {
        host.linkClosed(this, code, detail);
      }
    }
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
    return "simulated";
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
    return sentBytes;
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void wantedChanged() {
    perform(session.wantedChanged());
  }

  @Override
  public void receipt(SpaceId space, DeviceId device, long n) {
    perform(session.receipt(space, device, n));
  }

  @Override
  public void presenceDue() {
    presenceDue = true; // any thread may say so; the thread of the simulation does it
  }

  @Override
  public void close() {
    end(ErrorCode.DRAINING, "the cable was cut");
  }
}
