package dev.rejoin.crdt;

/**
 * Reads and edits a register inside a transaction.
 *
 * <p>Concurrency rule: last writer wins by (Lamport time, replica), and the concurrent losers are
 * kept as candidates until a later write names them.
 */
public interface RegisterEdit extends RegisterView {
  RegisterEdit put(Value value);

  default RegisterEdit put(String value) {
    return put(Value.of(value));
  }

  default RegisterEdit put(long value) {
    return put(Value.of(value));
  }

  /**
   * Keeps one candidate and dismisses the others; see {@link MapEdit#keep}.
   *
   * @throws RefusedEditException if it is no candidate, or was replaced meanwhile
   */
  RegisterEdit keep(OpId candidate);

  /** Empties the register; without effect where it is empty. */
  RegisterEdit clear();
}
