package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Whether an op on annotations makes sense: all that it names must be of them, or of the text that
 * they lie beside, and seen before.
 */
record AnnotationRules(
    @Nullable AnnotationTable table, @Nullable TextSequence text, OpValidator.Past past) {
  /** Whether an op is one on annotations. */
  static boolean fits(Op op) {
    return op instanceof Op.Annotate || op instanceof Op.Withdraw || op instanceof Op.Revive;
  }

  /** What is wrong with an op that fits, or null where nothing is. */
  @Nullable String problem(Op op) {
    if (op instanceof Op.Annotate annotate) {
      return annotateProblem(annotate);
    }
    if (op instanceof Op.Withdraw withdraw) {
      OpId named = withdraw.mark();
      boolean known = seen(named) && table != null && table.isAttachment(named);
      return known ? null : "withdrawal of " + named + ", which is no annotation here";
    }
    OpId named = ((Op.Revive) op).delete();
    boolean known = seen(named) && table != null && table.knowsWithdrawal(named);
    return known ? null : "revive of " + named + ", which withdraws no annotation here";
  }

  private @Nullable String annotateProblem(Op.Annotate op) {
    OpId annotation = op.annotation();
    if (annotation != null
        && (!seen(annotation) || table == null || table.note(annotation) == null)) {
      return "attaches " + annotation + ", which is no annotation here";
    }
    String problem = op.quote().problem();
    problem = problem != null ? problem : OpValidator.anchorProblem(op.start(), text, past);
    return problem != null ? problem : OpValidator.anchorProblem(op.end(), text, past);
  }

  private boolean seen(OpId id) {
    return OpValidator.includes(past, id);
  }
}
