package dev.rejoin.crdt;

import java.util.Comparator;

/**
 * Where what an event tells comes from. Immutable; ordered.
 *
 * @param local whether a transaction on this replica made it
 * @param how an edit, or an undo or redo; of what others did a redo counts as undo, because it
 *     takes a change back as well
 * @param author in whose name it was done, empty if nobody said
 * @param tag what a local transaction said about itself, such as the name of an editor, so that the
 *     editor does not repeat what it has shown already; empty otherwise
 */
public record EventSource(boolean local, How how, String author, String tag)
    implements Comparable<EventSource> {
  private static final Comparator<EventSource> ORDER =
      Comparator.comparing((EventSource s) -> !s.local)
          .thenComparing(s -> s.author)
          .thenComparing(s -> s.how)
          .thenComparing(s -> s.tag);

  /** Whether something was done, taken back, or done again. */
  public enum How {
    EDIT,
    UNDO,
    REDO
  }

  /** What a received change is from. */
  static EventSource of(Change change) {
    boolean undo = !change.ops().isEmpty() && change.ops().get(0) instanceof Op.Undoes;
    return new EventSource(false, undo ? How.UNDO : How.EDIT, change.author(), "");
  }

  @Override
  public int compareTo(EventSource other) {
    return ORDER.compare(this, other);
  }
}
