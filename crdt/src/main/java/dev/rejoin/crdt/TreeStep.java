package dev.rejoin.crdt;

import java.util.Optional;

/**
 * What became of one node of a tree.
 *
 * <p>{@code from} is a place in the tree before, {@code to} one in the tree after: whoever takes
 * out all nodes of an event, and then puts each where it goes in the order of the event, has the
 * tree after. A deleted node takes what is below it along; it keeps its children.
 */
public sealed interface TreeStep {
  OpId node();

  /** A place below a parent, or at the top where there is none. */
  record Place(Optional<OpId> parent, int index) {}

  /** A node that was not there. */
  record Created(OpId node, Place to) implements TreeStep {}

  /** A node that is below another parent or among its siblings in another place. */
  record Moved(OpId node, Place from, Place to) implements TreeStep {}

  /** A node that went to the trash. */
  record Deleted(OpId node, Place from) implements TreeStep {}

  /** A node that came back from the trash. */
  record Restored(OpId node, Place to) implements TreeStep {}
}
