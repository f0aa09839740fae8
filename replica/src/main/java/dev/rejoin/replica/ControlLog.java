package dev.rejoin.replica;

import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.RuleSet;
import dev.rejoin.replica.store.Append;
import dev.rejoin.replica.store.Audit;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.Genesis;
import dev.rejoin.replica.trust.Signing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The clear log beside a space: who founded it, later also who may do what. Safe for any thread.
 *
 * <p>It is a journal like any other, in a space of its own whose id follows from the content space.
 */
final class ControlLog {
  private final SpaceJournal journal;
  private final Audit audit;

  /** Guarded by this. */
  private Heads heads = Heads.none();

  private @Nullable Genesis genesis;

  private final List<RulesRecord> rules = new ArrayList<>();

  /** The Lamport time of each record, by its last number; and the highest. */
  private final TreeMap<OpId, Long> lamports = new TreeMap<>();

  private long lamport;
  private long readN;

  ControlLog(SpaceJournal journal, Audit audit) {
    this.journal = journal;
    this.audit = audit;
    catchUp();
  }

  SpaceJournal journal() {
    return journal;
  }

  /** Founds the space: writes its genesis record as the first change of this device's line. */
  static void found(Store store, SpaceJournal journal, Genesis genesis, long nowMillis) {
    ChangeCodec.Header header =
        new ChangeCodec.Header(
            1, 1, 0, ChangeCodec.CONTROL, List.of(), store.device().bytes(), store.salt());
    var body = new ChangeCodec.ControlBody(Heads.none(), 0, 1, nowMillis, genesis.record());
    byte[] change = ChangeCodec.encodeControl(header, body);
    ChainHash hash = ChainHash.start(journal.id(), store.replica()).next(change);
    byte[] signature = store.key().sign(Signing.head(journal.id(), store.replica(), 1, hash));
    journal.lock();
    try (Append append = journal.append()) {
      append.add(store.replica(), store.device(), 1, 1, change, hash, signature, 0, nowMillis);
      append.commit();
    } finally {
      journal.unlock();
    }
  }

  /**
   * Reads what has arrived since the last time. A damaged row stops the reading and is reported:
   * the space can be read as far as it is known, and the other spaces are not affected.
   */
  synchronized void catchUp() {
    try {
      for (Row row : journal.read(readN, journal.head(), Long.MAX_VALUE)) {
        var body = ChangeCodec.decodeControl(row.replica(), row.change());
        long time = lamportOf(row, body);
        lamports.put(row.head().id(), time);
        lamport = Math.max(lamport, time);
        if (genesis == null) {
          genesis = Genesis.parse(body.record());
        } else {
          addRules(row, body, time);
        }
        heads = heads.advance(body.deps(), row.from() - 1, row.head());
        readN = row.n();
      }
    } catch (RejoinException e) {
      audit.record(e.code().name(), "control " + journal + ": " + e.getMessage());
    }
  }

  /**
   * One above that of its causes, whatever the record says: who claims more gains nothing. The
   * record before it on its line is always one of them, also if it names another or none.
   */
  private long lamportOf(Row row, ChangeCodec.ControlBody body) {
    long highest = 0;
    if (row.from() > 1) {
      highest = lamports.getOrDefault(new OpId(row.replica(), row.from() - 1), 0L);
    }
    for (Head head : body.deps().list()) {
      highest = Math.max(highest, lamports.getOrDefault(head.id(), 0L));
    }
    return highest + 1;
  }

  private void addRules(Row row, ChangeCodec.ControlBody body, long time) {
    RuleSet set = RuleSet.parse(body.record());
    Line line = journal.line(row.replica());
    if (set != null && line != null) {
      Instant made = Instant.ofEpochMilli(body.timeMillis());
      rules.add(new RulesRecord(set, time, row.replica(), line.device(), made));
      rules.sort(null);
    }
  }

  /** All rules that were ever set, those that count last. */
  synchronized List<RulesRecord> rules() {
    return List.copyOf(rules);
  }

  /**
   * Writes a record as the next change of this device's own line, and reads it.
   *
   * @throws RejoinException what the store reports; nothing is written then
   */
  synchronized void append(Store store, byte[] record, long nowMillis) {
    journal.lock();
    try (Append append = journal.append()) {
      catchUp();
      ReplicaId own = store.replica();
      Line line = append.line(own);
      long seq = line == null ? 1 : line.to() + 1;
      byte[] device = line == null ? store.device().bytes() : null;
      byte[] salt = line == null ? store.salt() : null;
      var header =
          new ChangeCodec.Header(seq, seq, 0, ChangeCodec.CONTROL, List.of(), device, salt);
      var body =
          new ChangeCodec.ControlBody(
              newest(heads.without(own), dev.rejoin.crdt.Limits.MAX_DEPS),
              seq - 1,
              lamport + 1,
              nowMillis,
              record);
      byte[] change = ChangeCodec.encodeControl(header, body);
      ChainHash before = line == null ? ChainHash.start(journal.id(), own) : line.hash();
      ChainHash hash = before.next(change);
      byte[] signature = store.key().sign(Signing.head(journal.id(), own, seq, hash));
      append.add(own, store.device(), seq, seq, change, hash, signature, 0, nowMillis);
      append.commit();
    } finally {
      journal.unlock();
    }
    catchUp();
  }

  /** The founding record, or null while a joined space has not been received yet. */
  synchronized @Nullable Genesis genesis() {
    return genesis;
  }

  /** The newest records, which a change names so that its author's role is judged there. */
  synchronized List<Head> heads() {
    return newest(heads, Limits.MAX_CONTROL_HEADS).list();
  }

  /**
   * As many heads as fit: many devices may have written apart. Those that count last are named, so
   * that what names them comes after all others too.
   */
  private Heads newest(Heads all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<Head> sorted = new ArrayList<>(all.list());
    sorted.sort(
        Comparator.comparing((Head head) -> lamports.getOrDefault(head.id(), 0L))
            .thenComparing(Head::id)
            .reversed());
    return new Heads(sorted.subList(0, most));
  }
}
