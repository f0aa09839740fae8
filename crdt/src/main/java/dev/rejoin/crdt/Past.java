package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the texts of a document as they were in versions that it has grown beyond, from what it
 * holds now: nothing is replayed. For the thread that may read the document, while nothing changes
 * it.
 *
 * <p>Each question about a text is one sweep over its spans: O((spans + rows of deletes) log of
 * them).
 */
public final class Past {
  private final Containers containers;
  private final ChangeIndex index;
  private long visited;

  /**
   * @param index has the changes of every version that is asked about
   */
  Past(DocumentState state, ChangeIndex index) {
    this.containers = state.containers();
    this.index = index;
  }

  /** A text as it was in a version; any thread may read it, at any time. */
  public TextView text(ContainerId id, Version version) {
    TextSequence text = containers.text(id);
    if (text == null) {
      return PastText.EMPTY;
    }
    TextPast past = new TextPast(text, id, index);
    PastText found = past.at(version);
    visited += past.visited();
    return found;
  }

  /** What became of a text between two versions, whichever came first; empty if nothing did. */
  public List<ContainerEvent> changes(ContainerId id, Version from, Version to) {
    TextSequence text = containers.text(id);
    if (text == null) {
      return List.of();
    }
    TextPast past = new TextPast(text, id, index);
    List<ContainerEvent> changes = new ArrayList<>();
    List<Delta> steps = past.diff(from, to);
    if (!steps.isEmpty()) {
      changes.add(new ContainerEvent.TextChanged(id, steps));
    }
    addMarks(past, from, to, changes);
    visited += past.visited();
    return changes;
  }

  private static void addMarks(
      TextPast past, Version from, Version to, List<ContainerEvent> changes) {
    TreeMap<OpId, Boolean> added = new TreeMap<>();
    for (Mark mark : past.marks(to)) {
      if (mark.op.overlapping()) {
        added.put(mark.id, true);
      }
    }
    List<OpId> withdrawn = new ArrayList<>();
    for (Mark mark : past.marks(from)) {
      if (mark.op.overlapping() && added.remove(mark.id) == null) {
        withdrawn.add(mark.id);
      }
    }
    if (!added.isEmpty() || !withdrawn.isEmpty()) {
      changes.add(
          new ContainerEvent.MarksChanged(past.id(), List.copyOf(added.keySet()), withdrawn));
    }
  }

  /** Who wrote, deleted and restored the atoms of a version of a text, in document order. */
  public List<Authorship> authorship(ContainerId id, Version version) {
    TextSequence text = containers.text(id);
    if (text == null) {
      return List.of();
    }
    TextPast past = new TextPast(text, id, index);
    List<Authorship> found = past.authorship(version);
    visited += past.visited();
    return found;
  }

  /** The op that put a node of a tree where it is now; empty if the tree has no such node. */
  public Optional<OpId> placedBy(ContainerId id, OpId node) {
    TreeState tree = containers.tree(id);
    int number = tree == null ? OpNumbers.NONE : tree.log().node(node);
    if (tree == null || number < 0) {
      return Optional.empty();
    }
    tree.refresh();
    return Optional.of(tree.log().id(tree.log().withoutRekeys(tree.log().place(number))));
  }

  /** The add that has kept an element in a set the longest; empty if the set has none such. */
  public Optional<OpId> addedBy(ContainerId id, Value element) {
    SetContainer set = containers.set(id);
    List<OpId> adds = set == null ? List.of() : set.adds(element);
    return adds.stream()
        .min(
            (one, other) ->
                Long.compare(index.get(one).lamportOf(one), index.get(other).lamportOf(other)));
  }

  /** How many pieces of spans the questions so far have looked at: a measure of their cost. */
  public long visited() {
    return visited;
  }
}
