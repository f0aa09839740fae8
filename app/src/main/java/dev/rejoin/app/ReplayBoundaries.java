package dev.rejoin.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which number each agent's line had reached at its boundaries, as far as the replay has come. Not
 * safe for several threads.
 */
final class ReplayBoundaries {
  private final List<Map<Integer, Long>> numbers = new ArrayList<>();

  ReplayBoundaries(int agents) {
    for (int i = 0; i < agents; i++) {
      numbers.add(new TreeMap<>());
    }
  }

  /** After {@code count} steps, an agent's line was frozen at this number. */
  void reached(int agent, int count, long number) {
    numbers.get(agent).put(count, number);
  }

  boolean knows(int agent, int count) {
    return numbers.get(agent).containsKey(count);
  }

  /** The number of an agent's line after {@code count} of its steps. */
  long at(int agent, int count) {
    Long number = numbers.get(agent).get(count);
    if (number == null) {
      throw new IllegalStateException(
          "agent " + agent + " was not frozen after " + count + " steps");
    }
    return number;
  }
}
