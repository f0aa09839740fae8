package dev.rejoin.crdt;

import java.util.List;

/**
 * What consecutive transactions of one author on one document are frozen into.
 *
 * <p>Immutable. Its atoms take the numbers {@code from..to} of the replica's line; op number i of
 * the change starts where op i-1 ended.
 *
 * @param previous the last number of the replica's previous change in the same document, 0 for
 *     none; an implied cause
 * @param deps the heads of the document that the author had seen, without the own previous change
 * @param lamport Lamport time of the first atom, one above the highest in its causal past; atom i
 *     has {@code lamport + i}
 * @param timeMillis wall clock for people, milliseconds since 1970; never decides an order
 * @param author who made it, may be empty
 * @param message what the author said about it, may be empty
 * @param continues whether the transaction goes on in the replica's next change
 * @param schema what it says about the schema of its author
 */
public record Change(
    ReplicaId replica,
    long from,
    long to,
    String document,
    long previous,
    Heads deps,
    long lamport,
    long timeMillis,
    String author,
    String message,
    boolean continues,
    List<Op> ops,
    SchemaNumbers schema) {
  public Change {
    ops = List.copyOf(ops);
    long atoms = 0;
    for (Op op : ops) {
      atoms += op.atoms();
    }
    if (from < 1 || to > Limits.MAX_SEQ || atoms == 0 || to - from + 1 != atoms) {
      throw new IllegalArgumentException(
          "a change of " + atoms + " atoms cannot take the numbers " + from + ".." + to);
    }
    if (previous < 0 || previous >= from) {
      throw new IllegalArgumentException("previous must be 0.." + (from - 1) + ", not " + previous);
    }
    if (lamport < 1 || lamport > Limits.MAX_SEQ - (atoms - 1)) {
      throw new IllegalArgumentException("Lamport time out of range: " + lamport);
    }
    if (deps.size() > Limits.MAX_DEPS) {
      throw new IllegalArgumentException(
          "a change names at most " + Limits.MAX_DEPS + " heads, not " + deps.size());
    }
  }

  /** A change that was made without a schema. */
  public Change(
      ReplicaId replica,
      long from,
      long to,
      String document,
      long previous,
      Heads deps,
      long lamport,
      long timeMillis,
      String author,
      String message,
      boolean continues,
      List<Op> ops) {
    this(
        replica,
        from,
        to,
        document,
        previous,
        deps,
        lamport,
        timeMillis,
        author,
        message,
        continues,
        ops,
        SchemaNumbers.NONE);
  }

  /** The first atom. */
  public OpId first() {
    return new OpId(replica, from);
  }

  /** The last atom, which names the change in heads. */
  public OpId last() {
    return new OpId(replica, to);
  }

  /** Lamport time of the last atom. */
  public long lastLamport() {
    return lamport + (to - from);
  }
}
