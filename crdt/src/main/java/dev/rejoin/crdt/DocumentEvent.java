package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one transaction or import did to a document, or several that follow each other. Immutable.
 *
 * @param local whether transactions on this replica made all of it
 * @param containers in the order of their ids
 * @param sources where it comes from, each once, in order
 */
public record DocumentEvent(
    String document,
    boolean local,
    Version before,
    Version after,
    List<ContainerEvent> containers,
    List<EventSource> sources) {
  public DocumentEvent {
    containers = List.copyOf(containers);
    sources = List.copyOf(sources);
  }

  /**
   * What this event and the next one did together: whoever applies the result to what was shown
   * before this one has what is shown after the next.
   *
   * <p>O(n log n) in the size of both, whatever the size of the document. What came and went in
   * between is left out, and so is a value that is what it was; of formats, and of elements that
   * were deleted and are shown again, that is not known, so they may be told although nothing
   * changed.
   *
   * @throws IllegalArgumentException if it is of another document
   */
  public DocumentEvent then(DocumentEvent next) {
    if (!document.equals(next.document)) {
      throw new IllegalArgumentException(
          "an event of '" + next.document + "' does not follow one of '" + document + "'");
    }
    return EventComposer.compose(this, next);
  }

  /** What of this event is about one container; empty if nothing is. */
  public Optional<DocumentEvent> of(ContainerId container) {
    List<ContainerEvent> found = new ArrayList<>();
    for (ContainerEvent change : containers) {
      if (change.container().equals(container)) {
        found.add(change);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new DocumentEvent(document, local, before, after, found, sources));
  }

  /** Whether all of it was done under this tag on this replica. */
  public boolean isOnly(String tag) {
    for (EventSource source : sources) {
      if (!source.local() || !source.tag().equals(tag)) {
        return false;
      }
    }
    return true;
  }

  /** How much it tells: steps, and the characters, elements and values in them. */
  public long size() {
    return EventSizes.of(this);
  }
}
