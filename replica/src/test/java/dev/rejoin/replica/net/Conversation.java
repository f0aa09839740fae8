package dev.rejoin.replica.net;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.BatchAck;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.sync.Action;
import dev.rejoin.replica.sync.SyncSession;
import dev.rejoin.replica.trust.SpaceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Two sessions joined in memory, and what they say to each other as readable lines.
 *
 * <p>Everything is written to disk before the next frame is handled, so a conversation runs the
 * same way every time. Random values (ids, hashes, nonces, epochs) are named or left out.
 */
final class Conversation {
  private static final byte[] NONCE = new byte[32];

  private final class Side {
    private final String name;
    private final TestHost host;
    private final SyncSession session;
    private final Deque<Frame> inbox = new ArrayDeque<>();
    private final Map<Integer, String> spaceNumbers = new HashMap<>();
    private final Map<Integer, ReplicaId> replicaNumbers = new HashMap<>();
    private boolean closed;

    Side(String name, TestHost host, boolean initiator) {
      this.name = name;
      this.host = host;
      this.session = new SyncSession(initiator, host, NONCE);
    }
  }

  private final Side left;
  private final Side right;
  private final Map<ReplicaId, String> replicas;
  private final Map<SpaceId, String> spaces = new HashMap<>();
  private StringBuilder script;
  private UnaryOperator<Frame> onTheWay = UnaryOperator.identity();
  private Function<Frame, List<Frame>> onTheWayBack = List::of;
  private long now;

  /** A conversation that {@code left} begins; goes on in an existing script. */
  Conversation(StringBuilder script, TestHost left, TestHost right, SpaceId... named) {
    this.script = script;
    this.left = new Side("ada", left, true);
    this.right = new Side("bob", right, false);
    this.replicas = Map.of(left.store().replica(), "ada", right.store().replica(), "bob");
    for (int i = 0; i < named.length; i++) {
      String suffix = named.length == 1 ? "" : " " + (i + 1);
      spaces.put(named[i], "content" + suffix);
      spaces.put(named[i].control(), "control" + suffix);
    }
  }

  /** What happens to frames of ada on the way to bob. */
  Conversation onTheWay(UnaryOperator<Frame> change) {
    onTheWay = change;
    return this;
  }

  /** What comes of frames of bob on the way to ada. */
  Conversation onTheWayBack(Function<Frame, List<Frame>> change) {
    onTheWayBack = change;
    return this;
  }

  /** Begins, and runs until both have nothing more to say. */
  Conversation run() {
    left.host.awaitDurable();
    right.host.awaitDurable();
    perform(left, left.session.start(now));
    perform(right, right.session.start(now));
    return goOn();
  }

  /** Runs until both have nothing more to say. */
  Conversation goOn() {
    boolean moved = true;
    while (moved) {
      deliverAll();
      long before = script.length();
      synced(left);
      synced(right);
      moved = script.length() > before || !left.inbox.isEmpty() || !right.inbox.isEmpty();
    }
    return this;
  }

  private void deliverAll() {
    while (!left.inbox.isEmpty() || !right.inbox.isEmpty()) {
      deliver(right);
      deliver(left);
    }
  }

  private void deliver(Side to) {
    Frame frame = to.inbox.poll();
    if (frame != null && !to.closed) {
      perform(to, to.session.receive(frame, now));
    }
  }

  private void synced(Side side) {
    side.host.awaitDurable();
    perform(side, side.session.synced(side.host.store().synced()));
  }

  /** Lets time pass for both, then runs. */
  Conversation after(long millis) {
    now += millis;
    perform(left, left.session.tick(now));
    perform(right, right.session.tick(now));
    return goOn();
  }

  /** Goes on in another script. */
  Conversation into(StringBuilder next) {
    script = next;
    return this;
  }

  private void perform(Side side, List<Action> actions) {
    for (Action action : actions) {
      if (!side.closed) {
        perform(side, action);
      }
    }
  }

  private void perform(Side side, Action action) {
    if (action instanceof Action.Send send) {
      line(side, "-> " + describe(side, send.frame()));
      if (side == left) {
        right.inbox.add(onTheWay.apply(send.frame()));
      } else {
        left.inbox.addAll(onTheWayBack.apply(send.frame()));
      }
    } else if (action instanceof Action.Take take) {
      var journal = side.host.store().journal(take.space());
      Side other = side == left ? right : left;
      Taken taken =
          side.host.intake().take(journal, take.batch(), other.host.device(), take.cursor());
      side.host.awaitDurable();
      line(side, "   takes: " + taken.outcome() + (taken.code() == null ? "" : " " + taken.code()));
      perform(side, side.session.taken(take, taken));
    } else {
      note(side, action);
    }
  }

  private void note(Side side, Action action) {
    Side other = side == left ? right : left;
    if (action instanceof Action.SaveAck ack) {
      var targets = side.host.store().journal(ack.space()).targets();
      targets.acked(other.host.device(), other.host.relay(), ack.n(), 0);
      line(side, "   notes: " + spaces.get(ack.space()) + " is there up to " + ack.n());
    } else if (action instanceof Action.SaveCursor save) {
      side.host.store().journal(save.space()).targets().read(other.host.device(), save.cursor());
      var cursor = save.cursor();
      String place = cursor == null ? "forgotten" : "up to " + cursor.n();
      line(side, "   notes: order of " + spaces.get(save.space()) + " read " + place);
    } else if (action instanceof Action.Refused refused) {
      line(side, "   hears: " + spaces.get(refused.space()) + " refused, " + refused.code());
    } else if (action instanceof Action.Delivered delivered) {
      line(side, "   hears: " + spaces.get(delivered.space()) + " delivered " + delivered.n());
    } else if (action instanceof Action.Close close) {
      side.closed = true;
      line(side, "   closes: " + close.code());
    }
  }

  private void line(Side side, String text) {
    script.append(side.name).append(' ').append(text).append('\n');
  }

  private String describe(Side side, Frame frame) {
    return switch (frame.getBodyCase()) {
      case HELLO ->
          "Hello protocol "
              + frame.getHello().getProtocolMin()
              + ".."
              + frame.getHello().getProtocolMax();
      case WELCOME -> "Welcome protocol " + frame.getWelcome().getProtocol();
      case REFUSE -> "Refuse " + frame.getRefuse().getCode();
      case SPACE_OPEN -> describe(side, frame.getSpaceOpen());
      case SPACE_OPENED -> describe(frame.getSpaceOpened());
      case BATCH -> describe(side, frame.getBatch());
      case BATCH_ACK -> describe(frame.getBatchAck());
      case CAUGHT_UP ->
          "CaughtUp "
              + side.spaceNumbers.get(frame.getCaughtUp().getNumber())
              + " n "
              + frame.getCaughtUp().getCursor().getN();
      case RECEIPT -> "Receipt n " + frame.getReceipt().getN();
      case ERROR -> "Error " + frame.getError().getCode();
      default -> frame.getBodyCase().name().charAt(0) + lower(frame.getBodyCase().name());
    };
  }

  private static String lower(String name) {
    return name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  private String describe(Side side, SpaceOpen open) {
    String name = spaces.get(SpaceId.of(open.getSpace().toByteArray()));
    side.spaceNumbers.put(open.getNumber(), name);
    String has = open.getEmpty() ? " (empty)" : "";
    if (open.hasAfter()) {
      return "SpaceOpen " + name + has + " after " + open.getAfter().getN();
    }
    String have =
        open.getHave().getEntryList().stream()
            .map(e -> name(ReplicaId.of(e.getReplica().toByteArray())) + ":" + e.getSeq())
            .sorted()
            .collect(Collectors.joining(" "));
    return "SpaceOpen " + name + has + " have [" + have + "]";
  }

  private static String describe(SpaceOpened opened) {
    return "SpaceOpened "
        + opened.getMode()
        + (opened.getCode() == 0 ? "" : " " + opened.getCode())
        + ", "
        + opened.getEstimateChanges()
        + " to come, head "
        + opened.getHead();
  }

  private String name(ReplicaId replica) {
    return replicas.getOrDefault(replica, "old"); // of a store before it was restored
  }

  private String describe(Side side, Batch batch) {
    if (!batch.getReplicaId().isEmpty()) {
      ReplicaId replica = ReplicaId.of(batch.getReplicaId().toByteArray());
      side.replicaNumbers.put(batch.getReplica(), replica);
    }
    String line = name(side.replicaNumbers.get(batch.getReplica()));
    long from = ChangeCodec.header(batch.getChange(0).toByteArray()).from();
    byte[] last = batch.getChange(batch.getChangeCount() - 1).toByteArray();
    return "Batch "
        + side.spaceNumbers.get(batch.getNumber())
        + " "
        + line
        + ":"
        + from
        + ".."
        + ChangeCodec.header(last).to()
        + " n "
        + batch.getN();
  }

  private static String describe(BatchAck ack) {
    return ack.getCode() == 0
        ? "BatchAck n " + ack.getN() + " " + ack.getTier() + ", head " + ack.getStoredN()
        : "BatchAck n " + ack.getN() + " refused " + ack.getCode();
  }
}
