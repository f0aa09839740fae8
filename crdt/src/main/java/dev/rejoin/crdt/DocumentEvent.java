package dev.rejoin.crdt;

import java.util.List;

/**
 * What one transaction or import did to a document. Immutable; containers in the order of their
 * ids.
 *
 * @param local whether a transaction on this replica made it
 */
public record DocumentEvent(
    String document,
    boolean local,
    Version before,
    Version after,
    List<ContainerEvent> containers) {
  public DocumentEvent {
    containers = List.copyOf(containers);
  }
}
