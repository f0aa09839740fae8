package dev.rejoin.lab;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Imported;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One replica of one document in a test: edits, freezes, receives, and listens to its own events.
 *
 * <p>Not thread-safe.
 */
public final class TestReplica {
  /** Hears of everything that ends a transaction or import, with the event of it, if any. */
  interface Listener {
    void settled(TestReplica replica, @Nullable DocumentEvent event);
  }

  static final String DOCUMENT = "lab";

  private final ReplicaId id;
  private DocumentState state = new DocumentState(DOCUMENT);
  private final Mirror mirror = new Mirror();

  /** Changes in the order in which they took effect or were found invalid here. */
  private final List<Received> journal = new ArrayList<>();

  /** What took effect here, own edits that are not frozen included. */
  private final List<AppliedOp> ops = new ArrayList<>();

  /** The highest of each number among the frozen changes that took effect. */
  private SchemaNumbers schema = SchemaNumbers.NONE;

  private final List<Op> unfrozen = new ArrayList<>();
  private long unfrozenFrom;
  private long unfrozenLamport;
  private long nextSeq = 1;
  private Listener listener = (replica, event) -> {};

  /** An empty replica; those of one experiment have different numbers. */
  public TestReplica(int number) {
    this.id = new ReplicaId(0, number);
  }

  ReplicaId id() {
    return id;
  }

  void listen(Listener other) {
    listener = other;
  }

  /** The document as it is here. */
  public DocumentState state() {
    return state;
  }

  Mirror mirror() {
    return mirror;
  }

  SchemaNumbers schema() {
    return schema;
  }

  List<Received> journal() {
    return journal;
  }

  List<AppliedOp> ops() {
    return ops;
  }

  /** Whether all edits are frozen into changes. */
  boolean isFrozen() {
    return unfrozen.isEmpty();
  }

  /** The next number of this replica's line. */
  long nextSeq() {
    return nextSeq;
  }

  /** Lets other documents take numbers; only between changes. */
  void skip(int numbers) {
    if (unfrozen.isEmpty()) {
      nextSeq += numbers;
    }
  }

  /** One transaction, which joins those since the last freeze. */
  public void edit(Consumer<Transaction> edits) {
    edit(edits, 0);
  }

  /** One transaction whose first guess of its numbers is off by {@code wrongBy}. */
  void edit(Consumer<Transaction> edits, long wrongBy) {
    long guess = Math.max(nextSeq - wrongBy, state.version().get(id) + 1);
    Transaction transaction = state.begin(id, guess, true);
    edits.accept(transaction);
    if (guess != nextSeq) {
      transaction.relocate(nextSeq);
    }
    if (unfrozen.isEmpty()) {
      unfrozenFrom = nextSeq;
      unfrozenLamport = transaction.lamport();
    }
    long offset = 0;
    for (Op op : transaction.ops()) {
      ops.add(new AppliedOp(new OpId(id, nextSeq + offset), transaction.lamport() + offset, op));
      offset += op.atoms();
    }
    unfrozen.addAll(transaction.ops());
    nextSeq += transaction.atoms();
    settled(transaction.commit());
  }

  /** Begins edits and takes them back. */
  void editAndRollBack(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, nextSeq, true);
    edits.accept(transaction);
    transaction.rollback();
    settled(null);
  }

  /** Goes on with what a snapshot holds; only when everything is frozen. */
  void reload() {
    state = DocumentState.load(state.save());
    settled(null);
  }

  /** Freezes what was edited since the last time into at most {@code parts} changes. */
  List<Received> freeze(int parts) {
    List<Received> frozen = new ArrayList<>();
    int perPart = Math.max(1, (unfrozen.size() + parts - 1) / parts);
    long from = unfrozenFrom;
    long lamport = unfrozenLamport;
    long previous = previous();
    Heads deps = state.heads().without(id);
    for (int start = 0; start < unfrozen.size(); start += perPart) {
      int end = Math.min(start + perPart, unfrozen.size());
      boolean continues = end < unfrozen.size();
      Received part =
          change(from, previous, deps, lamport, continues, unfrozen.subList(start, end));
      frozen.add(part);
      deps = Heads.none();
      previous = part.change().to();
      lamport = part.change().lastLamport() + 1;
      from = previous + 1;
    }
    unfrozen.clear();
    frozen.forEach(state::freeze);
    frozen.forEach(part -> schema = schema.max(part.change().schema()));
    journal.addAll(frozen);
    return frozen;
  }

  /**
   * A change with ops made by hand, which takes the next numbers of this replica.
   *
   * @param comments whether it claims to hold comments only
   */
  Received forge(List<Op> forged, boolean comments) {
    Received made =
        change(nextSeq, previous(), state.heads().without(id), state.lamport() + 1, false, forged);
    Received change = new Received(made.change(), made.mark(), comments);
    receive(List.of(change));
    nextSeq = change.change().to() + 1;
    return change;
  }

  Imported receive(List<Received> changes) {
    Imported imported = state.apply(changes, true);
    imported.applied().forEach(change -> ops.addAll(AppliedOp.of(change)));
    imported.applied().forEach(change -> schema = schema.max(change.schema()));
    settled(imported.event());
    List<Change> taken = new ArrayList<>(imported.applied());
    imported.invalid().forEach(invalid -> taken.add(invalid.change()));
    for (Received received : changes) {
      if (taken.contains(received.change()) && !journal.contains(received)) {
        journal.add(received);
      }
    }
    return imported;
  }

  /**
   * Takes what another replica has, some of its newest changes apart; what was edited on both sides
   * is frozen first.
   *
   * @param apart how many of the newest changes do not arrive this time
   */
  public void merge(TestReplica from, int apart) {
    freeze(1);
    from.freeze(1);
    receive(List.copyOf(from.journal.subList(0, Math.max(0, from.journal.size() - apart))));
  }

  private void settled(@Nullable DocumentEvent event) {
    mirror.accept(event);
    listener.settled(this, event);
  }

  /** The end of this replica's last frozen change. */
  private long previous() {
    long previous = 0;
    for (Received received : journal) {
      if (received.change().replica().equals(id)) {
        previous = received.change().to();
      }
    }
    return previous;
  }

  /** Some changes say something about a schema. */
  private static SchemaNumbers numbers(long from, long lamport) {
    int version = (int) ((from * 7 + lamport * 3) % 5);
    return new SchemaNumbers(
        version, (int) (from % (version + 1)), (int) (lamport % (version + 1)));
  }

  private Received change(
      long from, long previous, Heads deps, long lamport, boolean continues, List<Op> content) {
    long atoms = content.stream().mapToLong(Op::atoms).sum();
    Change change =
        new Change(
            id,
            from,
            from + atoms - 1,
            DOCUMENT,
            previous,
            deps,
            lamport,
            0,
            "",
            "",
            continues,
            content,
            numbers(from, lamport));
    return new Received(change, new ChainMark(id.low(), change.to()), Comments.only(change.ops()));
  }
}
