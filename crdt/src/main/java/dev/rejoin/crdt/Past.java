package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
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

  /**
   * What a container that is no text holds now, in its order, and which op made that what it is:
   * the put that is shown, the first add of an element, the move that put a node where it is. A
   * counter tells nothing: everybody's increments are in it. O(n log n).
   */
  public List<LastWrite> lastWrites(ContainerId id) {
    return switch (id.kind()) {
      case MAP, REGISTER -> entries(id);
      case LIST -> elements(id);
      case SET -> members(id);
      case TREE -> nodes(id);
      case ANNOTATIONS -> annotations(id);
      case TEXT, COUNTER -> List.of();
    };
  }

  private List<LastWrite> entries(ContainerId id) {
    EntryContainer entries = containers.entries(id);
    List<LastWrite> found = new ArrayList<>();
    for (String key : entries == null ? List.<String>of() : List.copyOf(entries.keys())) {
      for (Candidate shown : entries.entry(key).candidates().stream().limit(1).toList()) {
        found.add(new LastWrite(key, Optional.of(shown.value()), shown.put()));
      }
    }
    found.sort(Comparator.comparing(LastWrite::key));
    return found;
  }

  private List<LastWrite> elements(ContainerId id) {
    ListSequence list = containers.list(id);
    List<LastWrite> found = new ArrayList<>();
    for (ListItem item : list == null ? List.<ListItem>of() : list.items()) {
      int element = list.numbers().get(item.element());
      Candidate shown = list.slots().entry(element).candidates().get(0);
      String index = Integer.toString(found.size());
      found.add(new LastWrite(index, Optional.of(shown.value()), shown.put()));
    }
    return found;
  }

  private List<LastWrite> members(ContainerId id) {
    SetContainer set = containers.set(id);
    List<LastWrite> found = new ArrayList<>();
    for (Value element : set == null ? List.<Value>of() : List.copyOf(set.elements())) {
      OpId first = set.adds(element).stream().min(Comparator.comparing(this::lamport)).get();
      found.add(new LastWrite("", Optional.of(element), first));
    }
    return found;
  }

  private long lamport(OpId id) {
    return index.get(id).lamportOf(id);
  }

  private List<LastWrite> nodes(ContainerId id) {
    TreeState tree = containers.tree(id);
    List<LastWrite> found = new ArrayList<>();
    if (tree != null) {
      TreeLog log = tree.log();
      for (TreeWalk walk = new TreeWalk(tree, TreeLog.TOP); walk.hasNext(); ) {
        OpId node = walk.next();
        OpId move = log.id(log.withoutRekeys(log.place(log.node(node))));
        found.add(new LastWrite(node.toString(), Optional.empty(), move));
      }
    }
    return found;
  }

  private List<LastWrite> annotations(ContainerId id) {
    AnnotationsContainer annotations = containers.annotations(id);
    List<LastWrite> found = new ArrayList<>();
    if (annotations != null) {
      for (KeptAnnotation note : annotations.table().notes()) {
        if (!note.isRemoved()) {
          found.add(new LastWrite(note.id().toString(), Optional.empty(), note.newest().id));
        }
      }
    }
    return found;
  }

  /** How many pieces of spans the questions so far have looked at: a measure of their cost. */
  public long visited() {
    return visited;
  }
}
