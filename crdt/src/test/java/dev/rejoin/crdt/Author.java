package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A replica of one document as the rest of a system would drive it: edits, freezes, receives. */
final class Author {
  static final String DOCUMENT = "minutes";

  final ReplicaId id;
  DocumentState state = new DocumentState(DOCUMENT);

  /** Everything frozen or received here, in that order. */
  final List<Received> journal = new ArrayList<>();

  private long next = 1;

  Author(int number) {
    this.id = new ReplicaId(0, number);
  }

  /** One transaction, frozen at once. */
  Received edit(Consumer<Transaction> edits) {
    Heads deps = state.heads().without(id);
    long previous = state.version().get(id);
    Transaction transaction = state.begin(id, next, false);
    edits.accept(transaction);
    List<Op> ops = transaction.ops();
    long lamport = transaction.lamport();
    long atoms = transaction.atoms();
    transaction.commit();
    Received frozen = change(next, previous, deps, lamport, ops);
    next += atoms;
    state.freeze(frozen);
    journal.add(frozen);
    return frozen;
  }

  /** One observed transaction that is not frozen. */
  @Nullable DocumentEvent observe(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, next, true);
    edits.accept(transaction);
    next += transaction.atoms();
    return transaction.commit();
  }

  /** Leaves numbers to other documents. */
  void skip(long numbers) {
    next += numbers;
  }

  long next() {
    return next;
  }

  Imported receive(Received... changes) {
    return receive(List.of(changes));
  }

  Imported receive(List<Received> changes) {
    Imported imported = state.apply(changes, true);
    journal.addAll(changes);
    return imported;
  }

  void merge(Author other) {
    receive(List.copyOf(other.journal));
  }

  String text() {
    return state.text("body").content();
  }

  /** A change of this replica with these ops, as it would be frozen now. */
  Received change(long from, long previous, Heads deps, long lamport, List<Op> ops) {
    long atoms = ops.stream().mapToLong(Op::atoms).sum();
    long to = from + atoms - 1;
    return received(
        new Change(id, from, to, DOCUMENT, previous, deps, lamport, 0, "", "", false, ops));
  }

  /** A change made by hand on top of what this replica knows; it is not applied here. */
  Received forge(Op... ops) {
    Heads deps = state.heads().without(id);
    return change(next, state.version().get(id), deps, state.lamport() + 1, List.of(ops));
  }

  static Received received(Change change) {
    return new Received(change, mark(change));
  }

  static ChainMark mark(Change change) {
    return new ChainMark(change.replica().low(), change.to());
  }
}
