package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;

/** Reads a register: one shown value, and the candidates written apart from it. */
public interface RegisterView {
  Optional<Value> value();

  /** Every candidate that nobody has dismissed, the shown one first. */
  List<Candidate> candidates();
}
