package dev.rejoin.crdt;

/**
 * What became of one annotation in a transaction or import. Immutable.
 *
 * @param what the most that happened to it: one that comes is only {@link What#ADDED}
 * @param state after that; for one that was removed, before
 */
public record AnnotationStep(OpId annotation, What what, AnnotationState state) {
  /** What can happen. Other text around an annotation that only shifts it is nothing. */
  public enum What {
    /** It is new, or is back after a removal. */
    ADDED,
    REMOVED,
    /** Somebody attached it to another place. */
    MOVED,
    /** The last of its text went. */
    ORPHANED,
    /** It has text again. */
    REVIVED,
    /** Its text is another one, or the quoted one again. */
    EDITED
  }
}
