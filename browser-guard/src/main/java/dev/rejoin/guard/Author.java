package dev.rejoin.guard;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Imported;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replica of the guard's document: edits, and hands every change to the others. */
final class Author {
  static final String DOCUMENT = "guard";

  private final ReplicaId id;
  private final List<Received> journal = new ArrayList<>();
  private DocumentState state = new DocumentState(DOCUMENT);
  private long nextSeq = 1;
  private int events;
  private @Nullable OpId lastDelete;

  Author(int number) {
    this.id = ReplicaId.parse("0123456789abcdef00000000000000" + (10 + number));
  }

  DocumentState state() {
    return state;
  }

  /** How many containers events told about. */
  int events() {
    return events;
  }

  /** The last delete that this replica made, if any. */
  @Nullable OpId lastDelete() {
    return lastDelete;
  }

  /** One transaction, frozen at once; its first guess of its numbers is wrong. */
  void edit(Consumer<Transaction> edits) {
    Heads deps = state.heads().without(id);
    long previous = state.version().get(id);
    Transaction transaction = state.begin(id, nextSeq, true);
    edits.accept(transaction);
    if (transaction.atoms() == 0) {
      transaction.rollback();
      return;
    }
    nextSeq += 3;
    transaction.relocate(nextSeq);
    List<Op> ops = transaction.ops();
    long to = nextSeq + transaction.atoms() - 1;
    Change change =
        new Change(
            id,
            nextSeq,
            to,
            DOCUMENT,
            previous,
            deps,
            transaction.lamport(),
            0,
            "",
            "",
            false,
            ops);
    count(transaction.commit());
    noteDelete(ops);
    nextSeq = to + 1;
    Received frozen = new Received(change, new ChainMark(id.low(), to));
    state.freeze(frozen);
    journal.add(frozen);
  }

  /** Edits that are taken back. */
  void think(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, nextSeq, true);
    edits.accept(transaction);
    transaction.rollback();
  }

  /** Takes in everything that the other replica made. */
  void receive(Author other) {
    Imported imported = state.apply(other.journal, true);
    count(imported.event());
    if (!imported.invalid().isEmpty()) {
      throw new IllegalStateException("invalid: " + imported.invalid());
    }
  }

  /** Goes on with what a snapshot holds. */
  void reload() {
    state = DocumentState.load(state.save());
  }

  private void count(@Nullable DocumentEvent event) {
    events += event == null ? 0 : event.containers().size();
  }

  private void noteDelete(List<Op> ops) {
    long seq = nextSeq;
    for (Op op : ops) {
      if (op instanceof Op.Delete delete && delete.container().kind() == Kind.TEXT) {
        lastDelete = new OpId(id, seq);
      }
      seq += op.atoms();
    }
  }
}
