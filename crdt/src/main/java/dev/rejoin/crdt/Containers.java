package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All containers of a document by id, and which of them the current transaction changed. */
final class Containers {
  private final TreeMap<ContainerId, Container> byId = new TreeMap<>();
  private final List<Container> changed = new ArrayList<>();
  private @Nullable Container recent;
  private boolean observed;
  private boolean many;

  /** The container with this id, or null while nobody changed it. */
  @Nullable Container find(ContainerId id) {
    if (recent == null || recent.id() != id && !recent.id().equals(id)) {
      Container found = byId.get(id);
      if (found == null) {
        return null;
      }
      recent = found;
    }
    return recent;
  }

  /** The id of a root container; the same object for the one that was used last. */
  ContainerId.Root root(String name, Kind kind) {
    return recent != null
            && recent.id() instanceof ContainerId.Root root
            && root.kind() == kind
            && root.name().equals(name)
        ? root
        : new ContainerId.Root(name, kind);
  }

  private Container findOrCreate(ContainerId id) {
    Container found = find(id);
    if (found == null) {
      found =
          id.kind() == Kind.ANNOTATIONS ? beside(id, new AnnotationTable()) : Container.create(id);
      if (many && found instanceof TextContainer text) {
        text.sequence().expectMany();
      }
      byId.put(id, found);
      recent = found;
    }
    return found;
  }

  private AnnotationsContainer beside(ContainerId id, AnnotationTable table) {
    return new AnnotationsContainer(id, textOf(id), table);
  }

  /** The text that annotations lie beside, created if nobody wrote it. */
  private TextContainer textOf(ContainerId id) {
    ContainerId parent = id.parent();
    if (parent != null && findOrCreate(parent) instanceof TextContainer text) {
      return text;
    }
    throw new IllegalStateException("annotations beside no text: " + id);
  }

  @Nullable AnnotationsContainer annotations(ContainerId id) {
    return find(id) instanceof AnnotationsContainer annotations ? annotations : null;
  }

  @Nullable TextSequence text(ContainerId id) {
    return find(id) instanceof TextContainer text ? text.sequence() : null;
  }

  @Nullable EntryContainer entries(ContainerId id) {
    return find(id) instanceof EntryContainer entries ? entries : null;
  }

  @Nullable SetContainer set(ContainerId id) {
    return find(id) instanceof SetContainer set ? set : null;
  }

  @Nullable CounterContainer counter(ContainerId id) {
    return find(id) instanceof CounterContainer counter ? counter : null;
  }

  @Nullable ListSequence list(ContainerId id) {
    return find(id) instanceof ListContainer list ? list.sequence() : null;
  }

  @Nullable TreeState tree(ContainerId id) {
    return find(id) instanceof TreeContainer tree ? tree.tree() : null;
  }

  /** What is under a key of a map, or in a register where the key is empty. */
  Entry entry(ContainerId id, String key) {
    EntryContainer entries = entries(id);
    return entries == null ? Entry.EMPTY : entries.entry(key);
  }

  /** The same, or the value of an element of a list. */
  Entry entry(ContainerId id, String key, @Nullable OpId element) {
    ListSequence list = element == null ? null : list(id);
    if (list != null && list.isElement(element)) {
      return list.slots().entry(list.numbers().get(element));
    }
    return element == null ? entry(id, key) : Entry.EMPTY;
  }

  /** Says whether anybody wants the event of the transaction or import that begins. */
  void observe(boolean wanted) {
    observed = wanted;
  }

  /** Says whether a whole history may be about to arrive, which new containers then expect. */
  void expectMany(boolean expected) {
    many = expected;
  }

  /** Lets an op that {@link OpValidator} found valid take effect. */
  void perform(Op op, OpId id, long lamport, UndoLog undo) {
    ContainerId where = op.container();
    if (where == null) {
      return;
    }
    Container container = findOrCreate(where);
    if (!container.changed) {
      container.changed = true;
      changed.add(container);
      watchAnnotations(container);
    }
    if (container instanceof TextContainer text) {
      text.perform(op, id, lamport, observed, undo);
    } else if (container instanceof EntryContainer entries) {
      perform(op, id, lamport, entries, undo);
    } else if (container instanceof SetContainer set) {
      perform(op, id, set, undo);
    } else if (container instanceof ListContainer list) {
      list.perform(op, id, lamport, observed, undo);
    } else if (container instanceof CounterContainer counter && op instanceof Op.Increment inc) {
      counter.add(inc.amount(), undo);
    } else if (container instanceof TreeContainer tree) {
      tree.perform(op, id, lamport, undo);
    } else if (container instanceof AnnotationsContainer annotations) {
      annotations.perform(op, id, lamport, undo);
    }
  }

  /** What happens to a text may happen to its annotations. */
  private void watchAnnotations(Container container) {
    AnnotationsContainer annotations = annotationsOf(container);
    if (annotations == null) {
      return;
    }
    if (!observed) {
      annotations.forget();
      return;
    }
    annotations.watch();
    if (!annotations.changed) {
      annotations.changed = true;
      changed.add(annotations);
    }
  }

  private static @Nullable AnnotationsContainer annotationsOf(Container container) {
    if (container instanceof TextContainer text) {
      return text.annotations;
    }
    return container instanceof AnnotationsContainer annotations ? annotations : null;
  }

  private static void perform(Op op, OpId id, long lamport, EntryContainer entries, UndoLog undo) {
    if (op instanceof Op.Put put) {
      entries.put(new Candidate(id, lamport, put.value()), put.key(), put.seen(), undo);
    } else if (op instanceof Op.Remove remove) {
      entries.remove(id, remove.key(), remove.seen(), undo);
    } else if (op instanceof Op.Dismiss dismiss) {
      entries.dismiss(id, dismiss, undo);
    }
  }

  private static void perform(Op op, OpId id, SetContainer set, UndoLog undo) {
    if (op instanceof Op.Add add) {
      set.add(id, add.element(), add.seen(), undo);
    } else if (op instanceof Op.Discard discard) {
      set.discard(discard.element(), discard.seen(), undo);
    }
  }

  /** Where there is more than one candidate; in the order of ids. O(containers + conflicts). */
  List<Contested> contested() {
    List<Contested> found = new ArrayList<>();
    for (Container container : byId.values()) {
      if (container instanceof EntryContainer entries) {
        for (String key : entries.conflicts()) {
          found.add(Contested.of(container.id(), key, null, entries.entry(key)));
        }
      } else if (container instanceof ListContainer list) {
        list.sequence().addContested(container.id(), found);
      }
    }
    return found;
  }

  /** What the current transaction or import changed for readers, in the order of ids. */
  List<ContainerEvent> events() {
    List<ContainerEvent> events = new ArrayList<>();
    changed.sort(Comparator.comparing(Container::id));
    changed.forEach(container -> container.collect(events));
    return events;
  }

  /** Ends a transaction or import. */
  void settle() {
    for (int i = 0; i < changed.size(); i++) {
      Container container = changed.get(i);
      container.changed = false;
      container.settle();
    }
    changed.clear();
  }

  /** The root containers that show something, sorted. */
  List<ContainerId.Root> roots() {
    List<ContainerId.Root> roots = new ArrayList<>();
    for (Container container : byId.values()) {
      if (container.id() instanceof ContainerId.Root root && container.showsSomething()) {
        roots.add(root);
      }
    }
    return List.copyOf(roots);
  }

  /** The ids of all containers that were ever changed and are not blank since. */
  TreeSet<ContainerId> ids() {
    return new TreeSet<>(byId.keySet());
  }

  void write(SnapshotWriter out) {
    TreeSet<ContainerId> ids = new TreeSet<>();
    byId.forEach(
        (id, container) -> {
          if (!container.isBlank()) {
            ids.add(id);
          }
        });
    out.number(ids.size());
    for (ContainerId id : ids) {
      out.container(id);
      byId.get(id).write(out);
    }
  }

  void read(SnapshotReader in) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      ContainerId id = in.container();
      Container container = read(id, in);
      in.check(!container.isBlank(), "a blank container");
      in.check(byId.put(id, container) == null, "a container twice");
    }
  }

  private Container read(ContainerId id, SnapshotReader in) {
    if (id.kind() != Kind.ANNOTATIONS) {
      return Container.read(id, in);
    }
    in.check(id instanceof ContainerId.Beside, "annotations beside nothing");
    return beside(id, AnnotationSnapshot.read(id, textOf(id), in));
  }
}
