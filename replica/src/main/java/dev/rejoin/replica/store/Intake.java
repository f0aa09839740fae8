package dev.rejoin.replica.store;

import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.Ed25519;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.TemplateLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * Everything slow (parsing, hashing, verifying) happens without a lock against the line as it was
 * read; under the commit lock only the line is compared again. If another link was quicker, the batch
 * starts over: it is then most often a duplicate.
 */
/**
 * The way of foreign changes into a journal: checks a batch, writes it whole or not at all.
 *
 * <p>Checks that the line goes on without a gap, that numbers are not used twice for different
 * bytes (a fork), that the signature fits the chain, and that causes come first. Safe for any
 * thread.
 */
public final class Intake {
  private final Store store;
  private final ChangeReader reader;

  public Intake(Store store, ChangeReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /** What a batch turns out to be when held against the journal. */
  private record Checked(
      @Nullable Line before,
      DeviceId device,
      int skip,
      List<ChangeCodec.Header> headers,
      List<ChainHash> hashes,
      List<ChangeReader.Contents> contents,
      @Nullable OpId missing) {}

  /**
   * Takes a batch, and after it every waiting batch that it frees.
   *
   * @param from the peer that sent it, with the place that this batch brings us to, if it said so
   */
  public Taken take(
      SpaceJournal journal, SignedBatch batch, DeviceId from, @Nullable Cursor cursor) {
    Taken taken = takeOne(journal, batch, from, cursor);
    if (taken.outcome() == Taken.Outcome.STORED) {
      release(journal, batch.replica(), taken.to());
    }
    return taken;
  }

  /** Tries every waiting batch again; after a restart, or when the control space has grown. */
  public void retryAll(SpaceJournal journal) {
    for (SignedBatch waiting : journal.waiting().all()) {
      Taken taken = takeWaiting(journal, waiting);
      if (taken.outcome() == Taken.Outcome.STORED) {
        release(journal, waiting.replica(), taken.to());
      }
    }
  }

  private void release(SpaceJournal journal, ReplicaId replica, long to) {
    Deque<OpId> grown = new ArrayDeque<>();
    grown.add(new OpId(replica, to));
    while (!grown.isEmpty()) {
      OpId line = grown.remove();
      for (SignedBatch freed : journal.waiting().freedBy(line.replica(), line.seq())) {
        Taken taken = takeWaiting(journal, freed);
        if (taken.outcome() == Taken.Outcome.STORED) {
          grown.add(new OpId(freed.replica(), taken.to()));
        }
      }
    }
  }

  /**
   * Tries a waiting batch. One that turns out bad leaves the buffer, and all cursors are forgotten:
   * it was counted as taken when it was put aside, and a good one may be at hand elsewhere.
   */
  private Taken takeWaiting(SpaceJournal journal, SignedBatch batch) {
    Taken taken = takeOne(journal, batch, null, null);
    if (taken.outcome() == Taken.Outcome.REFUSED) {
      journal.lock();
      try (Append append = journal.append()) {
        journal.waiting().drop(append, batch);
        synchronized (journal.targets()) {
          journal.targets().all().forEach((d, t) -> append.putTarget(d, t.withCursor(null)));
          append.commit();
        }
      } finally {
        journal.unlock();
      }
    }
    return taken;
  }

  private Taken takeOne(
      SpaceJournal journal, SignedBatch batch, @Nullable DeviceId from, @Nullable Cursor cursor) {
    long to = 0;
    try {
      List<ChangeCodec.Header> headers = headers(batch);
      to = headers.get(headers.size() - 1).to();
      while (true) {
        Line before = journal.line(batch.replica());
        Checked checked = check(journal, batch, headers, before);
        Taken taken = write(journal, batch, checked, from, cursor);
        if (taken != null) {
          return taken;
        }
      }
    } catch (ProtocolException e) {
      return refuse(journal, batch, e, to);
    }
  }

  private Taken refuse(SpaceJournal journal, SignedBatch batch, ProtocolException e, long to) {
    if (e.code() == ErrorCode.GAP) {
      Line line = journal.line(batch.replica());
      return Taken.refused(e.code(), e.getMessage(), line == null ? 1 : line.to() + 1, to);
    }
    store
        .audit()
        .record(e.code().name(), journal + ", line " + batch.replica() + ": " + e.getMessage());
    return Taken.refused(e.code(), e.getMessage(), 0, to);
  }

  private static List<ChangeCodec.Header> headers(SignedBatch batch) {
    if (batch.changes().isEmpty() || batch.changes().size() > Limits.MAX_CHANGES_PER_BATCH) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "a batch of " + batch.changes().size() + " changes");
    }
    List<ChangeCodec.Header> headers = new ArrayList<>(batch.changes().size());
    for (byte[] change : batch.changes()) {
      ChangeCodec.Header header = ChangeCodec.header(change);
      if (!headers.isEmpty() && header.from() != headers.get(headers.size() - 1).to() + 1) {
        throw new ProtocolException(
            ErrorCode.MALFORMED, "a batch with a hole before number " + header.from());
      }
      headers.add(header);
    }
    return headers;
  }

  private Checked check(
      SpaceJournal journal,
      SignedBatch batch,
      List<ChangeCodec.Header> headers,
      @Nullable Line before) {
    int skip = known(journal, batch, headers, before);
    if (skip == headers.size()) {
      DeviceId device = before == null ? store.device() : before.device();
      return new Checked(before, device, skip, headers, List.of(), List.of(), null);
    }
    long next = before == null ? 1 : before.to() + 1;
    ChangeCodec.Header first = headers.get(skip);
    if (first.from() > next) {
      if (!reader.keepsEarly()) {
        throw new ProtocolException(
            ErrorCode.GAP, "number " + next + " is expected, not " + first.from());
      }
      OpId missing = new OpId(batch.replica(), first.from() - 1);
      return new Checked(before, store.device(), skip, headers, List.of(), List.of(), missing);
    }
    if (batch.replica().equals(store.replica())) {
      throw new ProtocolException(
          ErrorCode.ROLLBACK_DETECTED,
          "a peer holds changes of this replica that this store has lost (" + first.from() + ")");
    }
    DeviceId device = before == null ? founder(journal, batch.replica(), first) : before.device();
    TemplateLine.check(
        journal.id(),
        batch.replica(),
        device,
        batch.changes().subList(skip, batch.changes().size()));
    List<ChainHash> hashes = verify(journal, batch, headers, skip, before, device);
    List<ChangeReader.Contents> contents = new ArrayList<>();
    OpId missing = null;
    for (int i = skip; i < headers.size(); i++) {
      byte[] change = batch.changes().get(i);
      var read = reader.read(journal, batch.replica(), headers.get(i), change);
      contents.add(read);
      missing = missing != null ? missing : missing(journal, batch.replica(), first.from(), read);
    }
    return new Checked(before, device, skip, headers, hashes, contents, missing);
  }

  /** How many changes at the start of the batch the journal holds; refuses other bytes. */
  private static int known(
      SpaceJournal journal,
      SignedBatch batch,
      List<ChangeCodec.Header> headers,
      @Nullable Line before) {
    int skip = 0;
    while (before != null && skip < headers.size() && headers.get(skip).from() <= before.to()) {
      if (!isHeld(journal, before, headers.get(skip).from(), batch.changes().get(skip))) {
        throw new ProtocolException(
            ErrorCode.REPLICA_FORKED,
            "number " + headers.get(skip).from() + " is held with other bytes");
      }
      skip++;
    }
    return skip;
  }

  private static boolean isHeld(SpaceJournal journal, Line line, long from, byte[] change) {
    try {
      return Arrays.equals(journal.rowAt(line, from).change(), change);
    } catch (RejoinException e) {
      return true; // our copy is damaged, which is reported where it is read; the line goes on
    }
  }

  private DeviceId founder(SpaceJournal journal, ReplicaId replica, ChangeCodec.Header first) {
    byte[] device = first.device();
    byte[] salt = first.salt();
    if (device == null || salt == null || !Ed25519.isGoodKey(device)) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE, "the first change of a line names its device and salt");
    }
    if (!Signing.replicaId(DeviceId.of(device), salt).equals(replica)) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE, "replica " + replica + " does not belong to its device");
    }
    if (journal.lines().size() >= StoreLimits.MAX_REPLICAS) {
      throw new ProtocolException(
          ErrorCode.REPLICA_LIMIT, "the space has " + StoreLimits.MAX_REPLICAS + " replicas");
    }
    return DeviceId.of(device);
  }

  private static List<ChainHash> verify(
      SpaceJournal journal,
      SignedBatch batch,
      List<ChangeCodec.Header> headers,
      int skip,
      @Nullable Line before,
      DeviceId device) {
    ChainHash hash =
        before == null ? ChainHash.start(journal.id(), batch.replica()) : before.hash();
    List<ChainHash> hashes = new ArrayList<>();
    for (int i = skip; i < headers.size(); i++) {
      hash = hash.next(batch.changes().get(i));
      hashes.add(hash);
    }
    long to = headers.get(headers.size() - 1).to();
    byte[] signed = Signing.head(journal.id(), batch.replica(), to, hash);
    if (!Ed25519.verify(device, signed, batch.signature())) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE, "the signature of the batch up to " + to + " is not good");
    }
    return hashes;
  }

  private static @Nullable OpId missing(
      SpaceJournal journal, ReplicaId replica, long first, ChangeReader.Contents contents) {
    for (Head cause : contents.causes()) {
      boolean inBatch = cause.id().replica().equals(replica) && cause.id().seq() >= first;
      if (!inBatch && journal.cause(cause) != SpaceJournal.Cause.HELD) {
        return cause.id();
      }
    }
    // Waits for the control space: retried when that grows; its own number stands for "nothing
    // here".
    return contents.ready() ? null : new OpId(replica, first);
  }

  /** Null if the line moved meanwhile and everything must be checked again. */
  private @Nullable Taken write(
      SpaceJournal journal,
      SignedBatch batch,
      Checked checked,
      @Nullable DeviceId from,
      @Nullable Cursor cursor) {
    journal.lock();
    try (Append append = journal.append()) {
      if (journal.line(batch.replica()) != checked.before()) {
        return null;
      }
      long to = checked.headers().get(checked.headers().size() - 1).to();
      Taken.Outcome outcome;
      boolean full = false;
      if (checked.missing() != null) {
        outcome = Taken.Outcome.WAITING;
        full = !journal.waiting().keep(append, batch, checked.missing());
      } else if (checked.skip() == checked.headers().size()) {
        outcome = Taken.Outcome.DUPLICATE;
        journal.waiting().drop(append, batch);
      } else {
        outcome = Taken.Outcome.STORED;
        store(append, journal, batch, checked);
        journal.waiting().drop(append, batch);
      }
      long write;
      synchronized (journal.targets()) { // what others note of a peer meanwhile must not get lost
        if (full) { // together with what is dropped, or a crash would leave it unread for good
          journal.targets().all().forEach((d, t) -> append.putTarget(d, t.withCursor(null)));
        } else if (from != null && cursor != null) {
          append.putTarget(from, journal.targets().get(from).withCursor(cursor));
        }
        write = append.commit();
      }
      if (full) {
        return Taken.refused(ErrorCode.QUEUE_FULL, "too many changes wait for their causes", 0, to);
      }
      return new Taken(outcome, null, "", 0, write, to);
    } finally {
      journal.unlock();
    }
  }

  private static void store(
      Append append, SpaceJournal journal, SignedBatch batch, Checked checked) {
    long now = System.currentTimeMillis();
    int count = checked.headers().size();
    for (int i = checked.skip(); i < count; i++) {
      ChangeCodec.Header header = checked.headers().get(i);
      String document = checked.contents().get(i - checked.skip()).document();
      append.add(
          batch.replica(),
          checked.device(),
          header.from(),
          header.to(),
          batch.changes().get(i),
          checked.hashes().get(i - checked.skip()),
          i == count - 1 ? batch.signature() : null,
          document == null ? 0 : journal.documents().number(document),
          now);
    }
  }
}
