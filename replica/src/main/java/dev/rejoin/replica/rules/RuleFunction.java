package dev.rejoin.replica.rules;

import java.util.List;

/**
 * A rule of the application: picks one of several candidates.
 *
 * <p>It must give the same answer for the same candidates on every device and at every time: no
 * clock, no randomness, nothing from outside. It is called under the lock of a document, from any
 * thread, and must not use replicas. What it throws makes the default rule decide.
 */
@FunctionalInterface
public interface RuleFunction {
  /**
   * The index of the candidate to show.
   *
   * @param candidates two or more, in an order that is the same everywhere: as the default rule
   *     prefers them
   */
  int pick(List<RuleCandidate> candidates);
}
