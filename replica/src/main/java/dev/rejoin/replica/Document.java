package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.EventSource;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.DocumentRow;
import dev.rejoin.replica.store.Documents;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Implementation notes.
 *
 * The document is what the journal says. Changes of others enter the journal first, under the commit
 * lock alone; the document applies them from there when it is next looked at, or soon on its own. So a
 * long edit never delays the network, and an open and a closed document take the same path.
 *
 * Before anything foreign is applied the open row is frozen, because its dependencies were fixed when
 * it was opened.
 */
/**
 * A named tree of containers in a space: edit it, read it, listen to it.
 *
 * <p>Safe for any thread. {@link #edit} runs on the caller's thread under the document's lock; a
 * nested edit of the same document joins the outer one, an edit of another document inside it is
 * refused.
 */
public final class Document {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.document");

  private final Space space;
  private final String name;
  private final int number;
  private final SpaceJournal journal;
  private final OwnLine line;
  private final DocumentFeed feed;
  private final Executor callbacks;
  private final DocumentEvents events;
  private final RuledViews ruled;
  private final ReentrantLock lock = new ReentrantLock();
  private final DocumentSchema schema;

  /** Own changes that were frozen and whose hash the state does not know yet. */
  private final Queue<Received> frozen = new ConcurrentLinkedQueue<>();

  /** Guarded by lock. */
  private DocumentState state;

  /** Everything of the journal up to here is applied. Written under lock, read by anyone. */
  private volatile long appliedN;

  /** Guarded by lock: the arrival number that the newest snapshot holds. */
  private long snapshotN;

  Document(Space space, String name, Executor callbacks) {
    this.space = space;
    this.name = name;
    this.journal = space.journal();
    this.line = space.line();
    this.callbacks = callbacks;
    this.events = new DocumentEvents(name, callbacks, space::newSerialExecutor);
    this.schema = new DocumentSchema(name, this::read);
    this.ruled = new RuledViews(this::read, space, name);
    this.state = new DocumentState(name);
    this.number = journal.documents().number(name);
    this.feed = new DocumentFeed(space, name, number);
    Documents.Snapshot snapshot = journal.documents().loadSnapshot(number);
    if (snapshot != null && snapshot.n() <= journal.head()) {
      load(snapshot);
    }
  }

  private void load(Documents.Snapshot snapshot) {
    try {
      state = DocumentState.load(snapshot.bytes());
      appliedN = snapshot.n();
      snapshotN = snapshot.n();
    } catch (IllegalArgumentException e) {
      LOG.warn("the snapshot of a document is not readable; reading the journal instead", e);
    }
  }

  public String name() {
    return name;
  }

  public Space space() {
    return space;
  }

  /** Edits without a message; see {@link #edit(String, Consumer)}. */
  public Receipt edit(Consumer<DocumentEdit> edits) {
    return edit("", edits);
  }

  /**
   * Runs {@code edits} as one transaction: all of it, or none if it throws.
   *
   * <p>Returns when the edit survives the end of this process; the receipt tells how much further
   * it gets.
   *
   * @param message said about the edit, kept in history
   * @throws RejoinException with the code of what is refused (position out of range, split
   *     surrogate pair, …) or of what the store reports (disk full); the document is as it was
   */
  public Receipt edit(String message, Consumer<DocumentEdit> edits) {
    return editAs(space.author(), message, edits);
  }

  /**
   * Edits in the name of somebody else than the replica's author: several people at one device.
   *
   * @see #edit(String, Consumer)
   */
  public Receipt editAs(String author, String message, Consumer<DocumentEdit> edits) {
    ReplicaOptions.checkAuthor(author);
    Running running = Running.current();
    if (running != null) {
      running.require(this, "an edit of '" + name + "'", "edit one after the other");
      edits.accept(running.tx());
      return new Receipt(space, 0, 0, 0);
    }
    space.requireConfirmed();
    lock.lock();
    try {
      catchUp();
      requireWhole();
      return editLocked(author, message, edits::accept);
    } finally {
      lock.unlock();
    }
  }

  /** Joins heads by empty changes until one change can name those that are left. */
  private void mergeHeads() {
    ReplicaId own = space.replicaId();
    for (Heads heads = others(own); heads.size() > Limits.MAX_DEPS; heads = others(own)) {
      line.freeze();
      learnFrozen();
      Heads joined = new Heads(heads.list().subList(0, Limits.MAX_DEPS));
      long previous = state.version().get(own);
      long lamport = state.lamportAfter(own, previous, joined);
      long now = System.currentTimeMillis();
      Received merge = line.merge(name, previous, joined, lamport, space.author(), now);
      state.apply(List.of(merge), false);
    }
  }

  private Heads others(ReplicaId own) {
    return state.heads().without(own);
  }

  /** Inside {@link #exclusively}, or holding the lock otherwise. */
  Receipt editLocked(String author, String message, Consumer<Transaction> edits) {
    schema.requireWriter(state);
    mergeHeads();
    long previous = state.version().get(space.replicaId());
    Transaction tx = state.begin(space.replicaId(), line.guess(), events.wanted());
    OwnLine.Committed committed;
    try {
      Running.begin(this, tx);
      long now = System.currentTimeMillis();
      tx.sign(author, now);
      edits.accept(tx);
      if (tx.atoms() == 0) {
        tx.rollback();
        return new Receipt(space, 0, 0, 0);
      }
      SchemaNumbers numbers = schema.check(tx.ops());
      committed =
          line.commit(name, tx, previous, this::headsWithFrozen, author, message, now, numbers);
    } catch (RefusedEditException e) {
      tx.rollback();
      throw EditErrors.translate(e);
    } catch (RuntimeException | Error e) {
      tx.rollback();
      throw e;
    } finally {
      Running.end();
    }
    DocumentEvent event = tx.commit(author);
    learnFrozen();
    emit(event);
    space.edited(committed.extended());
    return space.receipt(committed);
  }

  /**
   * What an author did here from this device, to be taken back step by step.
   *
   * @throws RejoinException BAD_ARGUMENT if the name is too long
   */
  public Undo undo(String author) {
    ReplicaOptions.checkAuthor(author);
    return new Undo(this, author);
  }

  /**
   * Gives a document that is empty here its first content. Devices that do so apart with the same
   * content, which must not differ from call to call, have it once; it is nobody's to undo.
   */
  public boolean initialise(Consumer<DocumentEdit> template) {
    space.requireConfirmed();
    return Template.initialise(this, template);
  }

  /** Takes back the step that {@code choice} takes from those of an author, if it takes one. */
  Optional<Undo.Done> takeBack(
      String author, EventSource.How how, Function<UndoSteps, @Nullable List<Change>> choice) {
    if (Running.current() != null) {
      throw new IllegalStateException("an undo inside an edit: end the edit first");
    }
    space.requireConfirmed();
    lock.lock();
    try {
      catchUp();
      requireWhole();
      line.freeze(name);
      List<Change> step = choice.apply(steps(author));
      if (step == null) {
        return Optional.empty();
      }
      OpLookup known = new OpLookup(journal);
      Receipt receipt = editLocked(author, "", tx -> tx.takeBack(step, known::change, how));
      line.freeze(name); // what is typed next is a step of its own
      return Optional.of(new Undo.Done(receipt, step));
    } finally {
      lock.unlock();
    }
  }

  UndoSteps stepsOf(String author) {
    return exclusively(s -> steps(author));
  }

  private UndoSteps steps(String author) {
    return UndoSteps.read(journal, number, space.device(), author);
  }

  private Heads headsWithFrozen() {
    learnFrozen();
    return state.heads();
  }

  /** Lets the state know the hashes of own changes that were frozen meanwhile. */
  private void learnFrozen() {
    for (Received own = frozen.poll(); own != null; own = frozen.poll()) {
      state.freeze(own);
    }
  }

  void frozen(Received own) {
    frozen.add(own);
  }

  /** Applies what has come into the journal since the last time, as one import. */
  private void catchUp() {
    DocumentRow row = journal.documents().row(number);
    if (row.lastN() <= appliedN || lock.getHoldCount() > 1) { // see together
      return;
    }
    List<Row> rows = feed.after(appliedN);
    Version version = state.version();
    boolean foreign = rows.stream().anyMatch(r -> r.to() > version.get(r.replica()));
    if (foreign) {
      line.freeze(name);
    }
    learnFrozen();
    if (foreign) {
      List<Received> received = new ArrayList<>();
      for (Row r : rows) {
        if (r.to() > version.get(r.replica())) {
          received.add(OpLookup.received(r));
        }
      }
      var imported = state.apply(received, events.wanted());
      imported.invalid().forEach(i -> space.reportInvalid(name, i));
      emit(imported.event());
    }
    appliedN = row.lastN();
  }

  void requireWhole() {
    feed.requireWhole();
  }

  /** Catches up soon on the pool, if anything has come. */
  void catchUpSoon() {
    if (journal.documents().row(number).lastN()
        > appliedN) { // takes no lock: a long edit must not hold up a link
      callbacks.execute(
          () -> {
            try {
              read(s -> s.held());
            } catch (RejoinException e) {
              LOG.warn("cannot bring document '{}' up to date: {}", name, e.getMessage());
            }
          });
    }
  }

  private void emit(@Nullable DocumentEvent event) {
    if (event != null) {
      events.emit(event);
    }
  }

  /** Who else has this document open, and where their cursors are. */
  public Presence presence() {
    return space.presences().of(this);
  }

  /** What happens here, also for {@link java.util.concurrent.Flow} subscribers. */
  public DocumentEvents events() {
    return events;
  }

  /** Listens from now on; close what is returned to stop. */
  public Registration observe(DocumentListener listener) {
    return events.observe(listener);
  }

  /** A text directly in the document; empty if nobody has written it. */
  public SharedText text(String container) {
    return new SharedText(this, container);
  }

  public SharedMap map(String container) {
    return new RecordMap(container, ruled.map(container), schema);
  }

  public SetView set(String container) {
    return LockedViews.set(this::read, s -> s.set(container));
  }

  public ListView list(String container) {
    return ruled.list(container);
  }

  public CounterView counter(String container) {
    return LockedViews.counter(this::read, s -> s.counter(container));
  }

  public TreeView tree(String container) {
    return ruled.tree(container);
  }

  public RegisterView register(String container) {
    return ruled.register(container);
  }

  /** What was written apart, what became of it, and how to settle it. */
  public Conflicts conflicts() {
    return new Conflicts(this, ruled);
  }

  /** The annotations of a text directly in the document. */
  public Annotations annotations(String text) {
    return Annotations.of(this, text);
  }

  /** The schema that the document was opened with here, and what its changes ask for. */
  public DocumentSchema schema() {
    return schema;
  }

  /** The containers directly in the document, sorted. */
  public List<ContainerId.Root> roots() {
    return read(state -> History.shown(state.roots()));
  }

  /** What is included: for each replica the highest number. */
  public Version version() {
    return read(DocumentState::version);
  }

  /** Whether a stored change could not be read: what is shown is not all, and edits are refused. */
  public boolean isDamaged() {
    return read(s -> feed.isDamaged());
  }

  /** Changes that wait for the rest of a large transaction. */
  public int held() {
    return read(DocumentState::held);
  }

  /**
   * SHA-256 of the canonical state, in hexadecimal: two replicas show the same exactly if they hold
   * the same changes. Freezes what is open, because an unfrozen edit has no hash yet.
   */
  public String digest() {
    return exclusively(s -> Digests.hex(s.save()));
  }

  /** Its changes and versions. */
  public History history() {
    return new History(this);
  }

  /** What it shows now, kept whatever is edited later; copied when it is read. */
  public View view() {
    return history().view(history().heads());
  }

  /** Does something while nobody edits, with everything frozen; not inside an edit. */
  <R> R exclusively(Function<DocumentState, R> work) {
    if (Running.current() != null) {
      throw new IllegalStateException("history is asked for inside an edit: end the edit first");
    }
    lock.lock();
    try {
      catchUp();
      line.freeze(name);
      learnFrozen();
      return work.apply(state);
    } finally {
      lock.unlock();
    }
  }

  /** Runs reads that belong together: nothing comes in between them. */
  public <R> R together(Supplier<R> reads) {
    return read(s -> reads.get());
  }

  <R> R read(Function<DocumentState, R> read) {
    Running running = Running.current();
    if (running != null) {
      running.require(this, "document '" + name + "' is read", "read it before the edit");
      return read.apply(state); // inside its own edit: the transaction's state, no import under it
    }
    lock.lock();
    try {
      catchUp();
      return read.apply(state);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a snapshot if many changes have come since the last one. */
  void saveSnapshotIfDue(long everyN) {
    lock.lock();
    try {
      catchUp();
      boolean open = line.hasOpenRow(); // before learning: a row frozen between would be unknown
      learnFrozen();
      boolean due = journal.documents().row(number).changes() > 0 && appliedN - snapshotN >= everyN;
      boolean whole = !feed.isDamaged() && state.held() == 0 && state.unknownRows().isEmpty();
      if (due && whole && !open) {
        journal.documents().saveSnapshot(number, new Documents.Snapshot(appliedN, state.save()));
        snapshotN = appliedN;
      }
    } finally {
      lock.unlock();
    }
  }
}
