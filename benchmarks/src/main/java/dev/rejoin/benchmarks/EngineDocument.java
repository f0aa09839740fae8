package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import java.util.List;
import java.util.function.Consumer;

/**
 * A document in the engine alone: no codec, no store. Used where single operations are measured.
 * Each transaction is a change of its own. Not safe for several threads.
 */
final class EngineDocument {
  static final String DOCUMENT = "engine";
  static final String TEXT = "text";

  /** Longest piece that {@link #grow} types at once. */
  private static final int PIECE_MAX = 7;

  /** How many pieces of {@link #grow} are one change. */
  private static final int PIECES_PER_CHANGE = 500;

  private final ReplicaId id;
  private final DocumentState state;
  private final Xorshift random = new Xorshift();
  private long previous;
  private long pieces;

  EngineDocument(int replica) {
    this(replica, new DocumentState(DOCUMENT));
  }

  private EngineDocument(int replica, DocumentState state) {
    this.id = new ReplicaId(0, replica);
    this.state = state;
    this.previous = state.version().get(id);
  }

  static EngineDocument load(int replica, byte[] snapshot) {
    return new EngineDocument(replica, DocumentState.load(snapshot));
  }

  /** A document of this length that was typed in pieces of a few letters at random places. */
  static EngineDocument typed(int length) {
    EngineDocument document = new EngineDocument(1);
    document.grow(length);
    return document;
  }

  byte[] save() {
    return state.save();
  }

  int length() {
    return state.text(TEXT).length();
  }

  String content() {
    return state.text(TEXT).content();
  }

  /** How many pieces {@link #grow} has typed. */
  long pieces() {
    return pieces;
  }

  /** Types pieces at random places until the text is this long. */
  void grow(int length) {
    while (length() < length) {
      change(
          transaction -> {
            for (int i = 0;
                i < PIECES_PER_CHANGE && transaction.text(TEXT).length() < length;
                i++) {
              int now = transaction.text(TEXT).length();
              int piece = Math.min(1 + random.below(PIECE_MAX), length - now);
              transaction.text(TEXT).insert(random.below(now + 1), random.words(piece));
              pieces++;
            }
          });
    }
  }

  /** One letter at a position: one transaction. */
  Received insert(int position) {
    return change(transaction -> transaction.text(TEXT).insert(position, "x"));
  }

  /** One unit less: one transaction. */
  Received delete(int position) {
    return change(transaction -> transaction.text(TEXT).delete(position, position + 1));
  }

  Anchor anchor(int position) {
    return state.text(TEXT).anchor(position, Bias.BEFORE);
  }

  int position(Anchor anchor) {
    return state.text(TEXT).position(anchor);
  }

  void apply(Received change) {
    state.apply(List.of(change), false);
  }

  /** Takes in what another one made, at once. */
  void apply(List<Received> changes) {
    state.apply(changes, false);
  }

  DocumentState state() {
    return state;
  }

  /** One transaction, and one change. */
  Received change(Consumer<Transaction> edits) {
    Transaction transaction = state.begin(id, state.version().get(id) + 1, false);
    edits.accept(transaction);
    Change change =
        new Change(
            id,
            transaction.from(),
            transaction.from() + transaction.atoms() - 1,
            DOCUMENT,
            previous,
            state.heads().without(id),
            transaction.lamport(),
            0,
            "",
            "",
            false,
            transaction.ops());
    transaction.commit();
    Received made = new Received(change, new ChainMark(id.low(), change.to()));
    state.freeze(made);
    previous = change.to();
    return made;
  }
}
