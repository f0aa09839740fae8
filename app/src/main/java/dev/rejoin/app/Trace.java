package dev.rejoin.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded editing session: who typed what, in which order, knowing what. Immutable.
 *
 * <p>Positions and lengths count Unicode code points.
 *
 * @param concurrent whether steps name their parents; otherwise each follows the one before
 * @param agents how many people typed
 * @param start 1 if the first step is not of the recording but puts the start content, else 0
 * @param endContent the text that every correct replay ends with, or null where only a part of the
 *     recording is replayed
 * @param astral whether any text has a character that takes two UTF-16 units
 */
public record Trace(
    boolean concurrent,
    int agents,
    int start,
    List<Step> steps,
    @Nullable String endContent,
    boolean astral) {
  public Trace {
    steps = List.copyOf(steps);
  }

  /** Replaces {@code deleted} characters after {@code position} by a text. */
  public record Patch(int position, int deleted, String inserted) {}

  /**
   * One transaction of one agent.
   *
   * @param parents indexes of the steps that the agent had seen; what those saw is implied. Treat
   *     as read-only
   */
  public record Step(int agent, int[] parents, List<Patch> patches) {
    public Step {
      patches = List.copyOf(patches);
    }
  }

  /** The first {@code count} transactions of the recording. */
  Trace limitedTo(long count) {
    if (count + start >= steps.size()) {
      return this;
    }
    List<Step> first = steps.subList(0, (int) count + start);
    return new Trace(concurrent, agents, start, first, null, astral);
  }

  /** How many transactions of the recording there are. */
  int transactions() {
    return steps.size() - start;
  }

  /** What a step is called in messages: its place in the recording. */
  String nameOf(int step) {
    return step < start ? "the start content" : "transaction " + (step - start);
  }

  static boolean hasAstral(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }
}
