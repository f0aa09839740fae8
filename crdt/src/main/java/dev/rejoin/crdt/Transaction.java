package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Edits of one replica that take effect together: all of them, or none after a rollback.
 *
 * <p>Edits show at once to whoever reads the document. The transaction and its handles are dead
 * after {@link #commit} or {@link #rollback}: using them is an {@link IllegalStateException}.
 */
public final class Transaction implements DocumentEdit {
  private enum Phase {
    EDITING,
    RELOCATED,
    ENDED
  }

  private final DocumentState state;
  private final ReplicaId replica;
  private final long lamport;

  /** The version when it began, for the event. */
  private final @Nullable Version before;

  private final UndoLog undo;
  private long from;
  private long atoms;
  private long bytes;

  /** The only op, as long as there is one; nearly every transaction has no more. */
  private @Nullable Op single;

  /** All ops, where there are several. */
  private @Nullable List<Op> several;

  private Phase phase = Phase.EDITING;
  private String tag = "";
  private EventSource.How how = EventSource.How.EDIT;
  private String author = "";
  private long timeMillis;

  Transaction(DocumentState state, ReplicaId replica, long from, boolean observed) {
    this.state = state;
    this.replica = replica;
    this.from = from;
    this.lamport = state.lamport() + 1;
    this.before = observed ? state.version() : null;
    this.undo = state.undo();
    requireFree(from);
  }

  @Override
  public TextEdit text(String name) {
    return new TextEditor(this, state.containers().root(name, Kind.TEXT));
  }

  @Override
  public MapEdit map(String name) {
    return new MapEditor(this, new ContainerId.Root(name, Kind.MAP));
  }

  @Override
  public SetEdit set(String name) {
    return new SetEditor(this, new ContainerId.Root(name, Kind.SET));
  }

  @Override
  public CounterEdit counter(String name) {
    return new CounterEditor(this, new ContainerId.Root(name, Kind.COUNTER));
  }

  @Override
  public TreeEdit tree(String name) {
    return new TreeEditor(this, new ContainerId.Root(name, Kind.TREE));
  }

  @Override
  public RegisterEdit register(String name) {
    return new RegisterEditor(this, new ContainerId.Root(name, Kind.REGISTER));
  }

  @Override
  public ListEdit list(String name) {
    return new ListEditor(this, new ContainerId.Root(name, Kind.LIST));
  }

  @Override
  public AnnotationsEdit annotations(String text) {
    return annotations(state.containers().root(text, Kind.TEXT));
  }

  @Override
  public AnnotationsEdit annotations(ContainerId text) {
    return new AnnotationsEditor(this, text);
  }

  /**
   * Says in whose name the edits are, and when; what is noted of both is for people.
   *
   * @param now milliseconds since 1970; 0 for unknown
   */
  public void sign(String by, long now) {
    author = by;
    timeMillis = now;
  }

  String author() {
    return author;
  }

  long timeMillis() {
    return timeMillis;
  }

  /**
   * Takes back what changes did, as far as it still shows: what others did since or at the same
   * time stays. Text that was deleted comes back as the same atoms, so anchors find it again. An
   * undo is taken back like any other change: that is a redo.
   *
   * @param changes of this document, applied and not invalid, the newest first
   * @param known the change that an op is in, or null if it is not known; what these changes
   *     replaced is found with it
   * @throws IllegalArgumentException if a change is not applied here, or {@code changes} is empty
   */
  public void takeBack(List<Change> changes, Function<OpId, @Nullable Change> known) {
    takeBack(changes, known, EventSource.How.UNDO);
  }

  /** The same, and what events call it: an undo, or a redo. */
  public void takeBack(
      List<Change> changes, Function<OpId, @Nullable Change> known, EventSource.How as) {
    requireEditing();
    how = as;
    for (Change change : changes) {
      if (change.to() > state.log().end(change.replica())) {
        throw new IllegalArgumentException("the change " + change.last() + " is not applied here");
      }
    }
    reserve(OpSizes.OP_BYTES + changes.size() * OpSizes.ID_BYTES);
    perform(new Op.Undoes(changes.stream().map(Change::last).toList()));
    new Inverse(this, known).takeBack(changes);
  }

  /**
   * Makes the document show what it showed in an earlier version, atom for atom: what was deleted
   * since is revived, what was inserted since is deleted. Taken back like any other edit.
   *
   * @param then the document as it was in {@code version}
   * @param index of all changes of the document
   * @param stays containers that are left as they are
   */
  public void restore(
      DocumentState then, Version version, ChangeIndex index, Predicate<ContainerId> stays) {
    requireEditing();
    new Restoration(this, then, version, index).run(stays);
  }

  @Override
  public void tag(String name) {
    requireEditing();
    tag = name;
  }

  @Override
  public void keep(ContainerId container, String key, @Nullable OpId element, OpId candidate) {
    requireEditing();
    keep(container, key, element, containers().entry(container, key, element), candidate);
  }

  @Override
  public List<Op> ops() {
    Op only = single;
    if (only != null) {
      return List.of(only);
    }
    return several == null ? List.of() : List.copyOf(several);
  }

  /** How many numbers the edits take. */
  public long atoms() {
    return atoms;
  }

  /** The number of the first atom. */
  public long from() {
    return from;
  }

  /** Lamport time of the first atom. */
  public long lamport() {
    return lamport;
  }

  /**
   * Moves the same edits to other numbers, because theirs turned out to be taken. No edits after
   * that, only {@link #commit} or {@link #rollback}.
   */
  public void relocate(long newFrom) {
    requireOpen();
    requireFree(newFrom);
    undo.rollback();
    Relocation relocation = new Relocation(replica, from, newFrom - from);
    List<Op> moved = new ArrayList<>();
    ops().forEach(op -> relocation.move(op, moved));
    single = null;
    several = null;
    atoms = 0;
    from = newFrom;
    moved.forEach(this::performMoved);
    phase = Phase.RELOCATED;
  }

  /** Keeps the edits; the event is null if nobody observes or nothing shown changed. */
  public @Nullable DocumentEvent commit() {
    return commit("");
  }

  /** The same, with the author whom the event names. */
  public @Nullable DocumentEvent commit(String author) {
    requireOpen();
    if (atoms > 0) {
      state.log().advance(replica, from + atoms - 1, lamport + atoms - 1);
    }
    DocumentEvent event =
        before == null
            ? null
            : state.event(before, List.of(new EventSource(true, how, author, tag)));
    end();
    return event;
  }

  /** Takes all edits back: the document is what it was when the transaction began. */
  public void rollback() {
    requireOpen();
    undo.rollback();
    end();
  }

  Containers containers() {
    return state.containers();
  }

  /**
   * Lets one candidate of an entry stay and dismisses the others.
   *
   * @param element whose value it is, in a list; else null
   */
  void keep(ContainerId where, String key, @Nullable OpId element, Entry entry, OpId candidate) {
    if (entry.live().stream().noneMatch(known -> known.put().equals(candidate))) {
      throw new RefusedEditException(
          RefusedEditException.Reason.CANDIDATE_GONE,
          candidate + " is no candidate of '" + where + "' here, or was replaced meanwhile");
    }
    List<OpId> covers = new ArrayList<>(entry.others(candidate));
    List<OpId> recalled = entry.dismissalsOf(candidate);
    covers.removeIf(put -> !recalled.containsAll(entry.dismissalsOf(put))); // covered as it is
    if (covers.isEmpty() && recalled.isEmpty()) {
      return;
    }
    dismiss(new Op.Dismiss(where, key, element, covers, recalled));
  }

  void dismiss(Op.Dismiss op) {
    int names = op.seen().size() + op.recalled().size();
    reserve(OpSizes.of(op.key(), Value.of(0), op.seen()) + (names + 1) * OpSizes.ID_BYTES);
    perform(op);
  }

  /** A number that differs from op to op and from replica to replica, the same at each try. */
  int jitter() {
    long mixed = (replica.high() ^ replica.low() * 31 ^ from + atoms) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40);
  }

  /** Refuses to go on after the end, or beyond the largest transaction with this much more. */
  void reserve(long moreBytes) {
    requireEditing();
    if (bytes + moreBytes > Limits.MAX_TRANSACTION_BYTES) {
      throw new RefusedEditException(
          Reason.TRANSACTION_TOO_LARGE,
          "a transaction has at most "
              + Limits.MAX_TRANSACTION_BYTES
              + " bytes, not "
              + (bytes + moreBytes)
              + "; make several");
    }
    bytes += moreBytes;
  }

  void requireEditing() {
    requireOpen();
    if (phase == Phase.RELOCATED) {
      throw new IllegalStateException("the transaction was relocated and takes no more edits");
    }
  }

  /** Lets an op that an editor made take effect, and returns its first atom. */
  OpId perform(Op op) {
    OpId id = new OpId(replica, from + atoms);
    containers().perform(op, id, lamport + atoms, undo);
    add(op);
    atoms += op.atoms();
    return id;
  }

  /**
   * Lets an op take effect that was rewritten, so that what was right for an editor may not hold.
   */
  private void performMoved(Op op) {
    String problem = state.validator().problem(op, this::mayName);
    if (problem != null) {
      throw new IllegalStateException("an edit made an invalid op: " + problem);
    }
    perform(op);
  }

  private void add(Op op) {
    List<Op> all = several;
    Op only = single;
    if (all != null) {
      all.add(op);
    } else if (only == null) {
      single = op;
    } else {
      all = new ArrayList<>();
      all.add(only);
      all.add(op);
      several = all;
      single = null;
    }
  }

  /** Own atoms up to here; of others everything that is here. */
  private boolean mayName(ReplicaId of, long seq) {
    return seq < from + atoms || !of.equals(replica);
  }

  private void end() {
    phase = Phase.ENDED;
    undo.clear();
    state.close(this);
  }

  private void requireOpen() {
    if (phase == Phase.ENDED) {
      throw new IllegalStateException("the transaction has ended; begin another one");
    }
  }

  private void requireFree(long first) {
    long last = state.log().end(replica);
    if (first <= last || first > Limits.MAX_SEQ) {
      throw new IllegalArgumentException(
          "a transaction cannot begin with number "
              + first
              + " of "
              + replica
              + ", whose line goes up to "
              + last
              + " here");
    }
  }
}
