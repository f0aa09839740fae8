package dev.rejoin.replica;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.EventSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one transaction or import did to one text. Immutable.
 *
 * @param event the part of the document's event that is about the text: also what was marked
 */
public record TextNews(DocumentEvent event) {
  /** Steps from the text before to the text after; empty if only overlapping marks changed. */
  public List<Delta> steps() {
    return event.containers().stream()
        .filter(ContainerEvent.TextChanged.class::isInstance)
        .flatMap(change -> ((ContainerEvent.TextChanged) change).deltas().stream())
        .toList();
  }

  /** Whether it was done on this replica. */
  public boolean local() {
    return event.local();
  }

  /** In whose name it was done; several names if an import brought what several did. */
  public String author() {
    return event.sources().stream()
        .map(EventSource::author)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
