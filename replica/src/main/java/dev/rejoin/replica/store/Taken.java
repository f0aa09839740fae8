package dev.rejoin.replica.store;

import dev.rejoin.proto.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch that came over a link. Immutable.
 *
 * @param code why it was refused, or null
 * @param detail for people, empty unless refused
 * @param expected with GAP: the number that is expected next on the line
 * @param write the batch is durable once this write is synced
 * @param to the last number of the batch
 */
public record Taken(
    Outcome outcome, @Nullable ErrorCode code, String detail, long expected, long write, long to) {
  /** The kinds of end. */
  public enum Outcome {
    /** It entered the journal. */
    STORED,
    /** The journal held it already. */
    DUPLICATE,
    /** It is kept until its causes are there. */
    WAITING,
    /** It was not taken; see the code. */
    REFUSED
  }

  static Taken refused(ErrorCode code, String detail, long expected, long to) {
    return new Taken(Outcome.REFUSED, code, detail, expected, 0, to);
  }
}
