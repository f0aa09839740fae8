package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.OpRuns;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.BundleCodec;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ChangeDecoder;
import dev.rejoin.proto.ChangeEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica of Rejoin's document. Nothing is hashed: marks are made from numbers.
 *
 * <p>Changes that nobody waits for join many transactions, as they do in a store. Each transaction
 * is a change of its own where each one's change is wanted.
 */
final class RejoinDocument implements PeerDocument {
  static final String NAME = "peers";

  static final String TEXT = "text";
  private static final String MAP = "map";
  private static final String SET = "set";
  private static final String COUNTER = "counter";

  /** How many transactions one change joins at most. */
  static final int JOINED_MAX = 1_024;

  /** From so many atoms on a change takes no further transaction. */
  private static final int ATOMS_ENOUGH = 65_536;

  private final int replica;
  private final ReplicaId id;
  private final DocumentState state;
  private final ChangeEncoder encoder = new ChangeEncoder();
  private final ChangeDecoder decoder = new ChangeDecoder();

  /** What came from others or went out to them, as it was on the wire. */
  private final List<Made> exchanged = new ArrayList<>();

  /** Own changes that nobody asked for yet, and what came in bundles. */
  private final List<Change> others = new ArrayList<>();

  /** The transactions of the change that others may still join. */
  private final OpRuns open;

  private final @Nullable Runs runs;
  private long openFrom;
  private long openLamport;
  private int openTransactions;
  private long next;
  private long previous;
  private long lastEdit;
  private boolean joining;
  private @Nullable List<Made> sink;
  private @Nullable RejoinParts parts;
  private RejoinParts.@Nullable Steps steps;
  private int lastAuthor;
  private ReplicaId lastAuthorId;

  RejoinDocument(int replica, DocumentState state) {
    this(replica, state, null);
  }

  private RejoinDocument(int replica, DocumentState state, @Nullable Runs runs) {
    this.replica = replica;
    this.id = new ReplicaId(0, replica);
    this.open = new OpRuns(id);
    this.state = state;
    this.runs = runs;
    this.next = state.end(id) + 1;
    this.lastAuthor = replica;
    this.lastAuthorId = id;
  }

  /** A document in which each run of typing or deleting becomes a change of its own. */
  static RejoinDocument ofRuns(int replica) {
    return new RejoinDocument(replica, new DocumentState(NAME), new Runs());
  }

  private ReplicaId idOf(int author) {
    if (author != lastAuthor) {
      lastAuthor = author;
      lastAuthorId = new ReplicaId(0, author);
    }
    return lastAuthorId;
  }

  void change(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, next, false);
    edits.accept(transaction);
    if (transaction.atoms() == 0) {
      transaction.rollback();
      return;
    }
    lastEdit = next;
    next += transaction.atoms();
    if (sink != null && !joining) {
      alone(transaction);
    } else {
      join(transaction);
    }
  }

  private void alone(Transaction transaction) {
    long lamport = transaction.lamport();
    List<Op> ops = transaction.ops();
    transaction.commit();
    freeze(lastEdit, lamport, ops);
  }

  private void join(Transaction transaction) {
    if (openTransactions == 0) {
      openFrom = transaction.from();
      openLamport = transaction.lamport();
    }
    List<Op> ops = transaction.ops();
    long from = lastEdit;
    for (int i = 0; i < ops.size(); i++) {
      open.add(from, ops.get(i));
      from += ops.get(i).atoms();
    }
    openTransactions++;
    transaction.commit();
    if (isFull()) {
      boundary();
    }
  }

  private boolean isFull() {
    int most = runs == null ? JOINED_MAX : Limits.MAX_OPS_PER_CHANGE;
    return openTransactions >= most || next - openFrom > ATOMS_ENOUGH;
  }

  @Override
  public boolean joins(boolean wanted) {
    joining = wanted;
    return true;
  }

  @Override
  public void boundary() {
    if (openTransactions > 0) {
      freeze(openFrom, openLamport, open.ops());
      open.clear();
      openTransactions = 0;
    }
  }

  private void freeze(long from, long lamport, List<Op> ops) {
    Heads causes = state.headsWithout(id);
    Change change =
        new Change(id, from, next - 1, NAME, previous, causes, lamport, 0, "", "", false, ops);
    state.freeze(received(change));
    previous = change.to();
    if (steps != null) {
      steps.add(change, true);
    }
    if (sink == null) {
      others.add(change);
    } else {
      Made made =
          new Made(replica, encoder.encode(change, ChangeCodec.Header.of(from, change.to())));
      exchanged.add(made);
      sink.add(made);
    }
  }

  private static Received received(Change change) {
    return new Received(change, new ChainMark(change.replica().low(), change.to()));
  }

  private Change decoded(Made made) {
    return decoder.decode(idOf(made.replica()), made.bytes());
  }

  @Override
  public void edit(int position, int deleted, String inserted) {
    if (runs != null && !runs.goesOn(position, deleted, inserted)) {
      boundary();
    }
    change(transaction -> replace(transaction, position, deleted, inserted));
  }

  private static void replace(Transaction transaction, int position, int deleted, String inserted) {
    TextEdit text = transaction.text(TEXT);
    if (deleted > 0) {
      text.delete(position, position + deleted);
    }
    if (!inserted.isEmpty()) {
      text.insert(position, inserted);
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
  public void apply(Made made) {
    boundary();
    Change change = decoded(made);
    state.apply(List.of(received(change)), false);
    if (steps != null) {
      steps.add(change, false);
    }
    exchanged.add(made);
  }

  @Override
  public void applyAll(List<Made> all) {
    boundary();
    List<Received> decoded = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      decoded.add(received(decoded(all.get(i))));
    }
    state.apply(decoded, false);
    exchanged.addAll(all);
  }

  @Override
  public Object mark() {
    boundary();
    return state.version();
  }

  @Override
  public byte[] since(@Nullable Object mark) {
    return BundleCodec.encode(changesSince((Version) mark), false);
  }

  /** In the order of Lamport times: causes come before what they cause. */
  private List<Change> changesSince(@Nullable Version mark) {
    boundary();
    List<Change> all = new ArrayList<>();
    for (Made made : exchanged) {
      ReplicaId author = idOf(made.replica());
      if (mark == null || ChangeCodec.header(made.bytes()).to() > mark.get(author)) {
        all.add(decoded(made));
      }
    }
    for (Change change : others) {
      if (mark == null || change.to() > mark.get(change.replica())) {
        all.add(change);
      }
    }
    all.sort(Comparator.comparingLong(Change::lamport));
    return all;
  }

  @Override
  public void applySince(byte[] bytes) {
    boundary();
    List<Change> changes = BundleCodec.decode(bytes);
    List<Received> news = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      news.add(received(changes.get(i)));
    }
    state.apply(news, false);
    others.addAll(changes);
  }

  @Override
  public byte[] save(Form form) {
    boundary();
    return switch (form) {
      case HISTORY -> since(null);
      case SNAPSHOT -> state.save();
      case STATE -> state.saveParts().state();
    };
  }

  @Override
  public byte @Nullable [] packed(Form form) {
    return form == Form.HISTORY ? BundleCodec.encode(changesSince(null), true) : null;
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

  private RejoinParts parts() {
    RejoinParts known = parts;
    if (known == null) {
      known = new RejoinParts(state, this::change);
      parts = known;
    }
    return known;
  }

  @Override
  public PeerParts.Numbers numbers() {
    return parts().numbers();
  }

  @Override
  public PeerParts.Nodes nodes() {
    return parts().nodes();
  }

  @Override
  public PeerParts.Bold bold() {
    return parts().bold();
  }

  @Override
  public PeerParts.Notes notes() {
    return parts().notes();
  }

  @Override
  public PeerParts.Steps steps() {
    RejoinParts.Steps made = new RejoinParts.Steps(this);
    steps = made;
    return made;
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
