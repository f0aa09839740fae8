package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of received changes.
 *
 * @param applied took effect, in the order in which they did
 * @param invalid took their numbers without effect, here as everywhere
 * @param event what listeners should hear, or null if nothing that is shown changed
 */
public record Imported(List<Change> applied, List<Invalid> invalid, @Nullable DocumentEvent event) {
  public Imported {
    applied = List.copyOf(applied);
    invalid = List.copyOf(invalid);
  }

  /** A change that breaks a rule of its causal past, with the rule it breaks. */
  public record Invalid(Change change, String reason) {}
}
