package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.ChangeCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica of Rejoin's document. Transactions join one change, as they do in a store, unless each
 * one's change is wanted. Nothing is hashed: marks are made from numbers.
 */
final class RejoinDocument implements PeerDocument {
  static final String NAME = "peers";

  private static final String TEXT = "text";
  private static final String MAP = "map";
  private static final String SET = "set";
  private static final String COUNTER = "counter";

  /** How many transactions one change joins at most. */
  private static final int JOINED_MAX = 1_024;

  /** From so many atoms on a change takes no further transaction. */
  private static final int ATOMS_ENOUGH = 65_536;

  private final int replica;
  private final ReplicaId id;
  private final DocumentState state;
  private final List<Change> own = new ArrayList<>();
  private final List<Made> received = new ArrayList<>();
  private final List<Op> open = new ArrayList<>();
  private long openFrom;
  private long openLamport;
  private int openTransactions;
  private long next;
  private long previous;
  private long lastEdit;
  private boolean joining;
  private @Nullable List<Made> sink;

  RejoinDocument(int replica, DocumentState state) {
    this.replica = replica;
    this.id = idOf(replica);
    this.state = state;
    this.next = state.version().get(id) + 1;
  }

  private static ReplicaId idOf(int replica) {
    return new ReplicaId(0, replica);
  }

  private void change(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, next, false);
    edits.accept(transaction);
    if (transaction.atoms() == 0) {
      transaction.rollback();
      return;
    }
    if (openTransactions == 0) {
      openFrom = transaction.from();
      openLamport = transaction.lamport();
    }
    lastEdit = transaction.from();
    open.addAll(transaction.ops());
    openTransactions++;
    next += transaction.atoms();
    transaction.commit();
    boolean full = openTransactions == JOINED_MAX || next - openFrom > ATOMS_ENOUGH;
    if (full || (sink != null && !joining)) {
      boundary();
    }
  }

  @Override
  public boolean joins(boolean wanted) {
    joining = wanted;
    return true;
  }

  @Override
  public void boundary() {
    if (openTransactions == 0) {
      return;
    }
    Heads causes = state.heads().without(id);
    Change change =
        new Change(
            id, openFrom, next - 1, NAME, previous, causes, openLamport, 0, "", "", false, open);
    state.freeze(received(change));
    previous = change.to();
    open.clear();
    openTransactions = 0;
    own.add(change);
    if (sink != null) {
      sink.add(encoded(change));
    }
  }

  private Made encoded(Change change) {
    return new Made(
        replica, ChangeCodec.encode(change, ChangeCodec.Header.of(change.from(), change.to())));
  }

  private static Received received(Change change) {
    return new Received(change, new ChainMark(change.replica().low(), change.to()));
  }

  private static Received decoded(Made made) {
    return received(ChangeCodec.decode(idOf(made.replica()), made.bytes()));
  }

  @Override
  public void edit(int position, int deleted, String inserted) {
    change(transaction -> replace(transaction, position, deleted, inserted));
  }

  private static void replace(Transaction transaction, int position, int deleted, String inserted) {
    if (deleted > 0) {
      transaction.text(TEXT).delete(position, position + deleted);
    }
    if (!inserted.isEmpty()) {
      transaction.text(TEXT).insert(position, inserted);
    }
  }

  @Override
  public void editAll(List<Patch> patches) {
    change(
        transaction ->
            patches.forEach(p -> replace(transaction, p.position(), p.deleted(), p.inserted())));
  }

  @Override
  public String text() {
    return state.text(TEXT).content();
  }

  @Override
  public void record(@Nullable List<Made> sink) {
    boundary();
    this.sink = sink;
  }

  @Override
  public void apply(Made change) {
    applyAll(List.of(change));
  }

  @Override
  public void applyAll(List<Made> changes) {
    boundary();
    List<Received> decoded = new ArrayList<>(changes.size());
    changes.forEach(change -> decoded.add(decoded(change)));
    state.apply(decoded, false);
    received.addAll(changes);
  }

  @Override
  public Object mark() {
    boundary();
    return state.version();
  }

  @Override
  public byte[] since(@Nullable Object mark) {
    boundary();
    List<Made> all = new ArrayList<>();
    for (Made made : received) {
      if (mark == null || isNews(made, (Version) mark)) {
        all.add(made);
      }
    }
    for (Change change : own) {
      if (mark == null || change.to() > ((Version) mark).get(id)) {
        all.add(encoded(change));
      }
    }
    return Bundle.write(all);
  }

  private static boolean isNews(Made made, Version version) {
    return ChangeCodec.header(made.bytes()).to() > version.get(idOf(made.replica()));
  }

  @Override
  public void applySince(byte[] bytes) {
    applyAll(Bundle.read(bytes));
  }

  @Override
  public byte[] save(Form form) {
    boundary();
    return switch (form) {
      case HISTORY -> since(null);
      case SNAPSHOT -> state.save();
      case STATE -> throw new NoSuchThing("no such form");
    };
  }

  /** The same letters show again: their delete is revived. */
  @Override
  public void undo() {
    OpId delete = new OpId(id, lastEdit);
    change(transaction -> transaction.text(TEXT).revive(delete));
  }

  @Override
  public Object anchor(int position) {
    return state.text(TEXT).anchor(position, Bias.BEFORE);
  }

  @Override
  public int position(Object anchor) {
    return state.text(TEXT).position((Anchor) anchor);
  }

  @Override
  public void put(String key, int value) {
    change(transaction -> transaction.map(MAP).put(key, value));
  }

  @Override
  public int mapSize() {
    return state.map(MAP).entries().size();
  }

  @Override
  public void increment(int by) {
    change(transaction -> transaction.counter(COUNTER).add(by));
  }

  @Override
  public long total() {
    return state.counter(COUNTER).total();
  }

  @Override
  public void add(String element) {
    change(transaction -> transaction.set(SET).add(element));
  }

  @Override
  public void discard(String element) {
    change(transaction -> transaction.set(SET).discard(element));
  }

  @Override
  public int setSize() {
    return state.set(SET).size();
  }
}
