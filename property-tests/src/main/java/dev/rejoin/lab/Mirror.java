package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A listener that knows a document by its events only, as an editor would.
 *
 * <p>Checks that every event fits what it knows; {@link #differences} compares with the naive
 * twins.
 */
final class Mirror {
  /** Events that were composed may tell of a change that was undone in between. */
  private final boolean composed;

  private final TreeMap<ContainerId, MirroredText> texts = new TreeMap<>();
  private final TreeMap<ContainerId, TreeMap<String, Value>> entries = new TreeMap<>();
  private final TreeMap<ContainerId, TreeSet<Value>> sets = new TreeMap<>();
  private final TreeMap<ContainerId, ListMirror> lists = new TreeMap<>();
  private final TreeMap<ContainerId, Long> totals = new TreeMap<>();

  private final TreeMap<ContainerId, TreeMirror> trees = new TreeMap<>();
  private final TreeMap<ContainerId, AnnotationsMirror> annotations = new TreeMap<>();

  Mirror() {
    this(false);
  }

  private Mirror(boolean composed) {
    this.composed = composed;
  }

  /** A listener that gets several events as one. */
  static Mirror ofComposed() {
    return new Mirror(true);
  }

  void accept(@Nullable DocumentEvent event) {
    if (event == null) {
      return;
    }
    require(!event.containers().isEmpty(), "an event that tells nothing");
    ContainerId last = null;
    for (ContainerEvent change : event.containers()) {
      require(last == null || last.compareTo(change.container()) <= 0, "containers out of order");
      last = change.container();
      accept(change);
    }
  }

  private void accept(ContainerEvent change) {
    if (change instanceof ContainerEvent.TextChanged text) {
      require(!text.deltas().isEmpty(), "a text that did not change");
      texts
          .computeIfAbsent(text.container(), id -> new MirroredText(composed))
          .apply(text.deltas());
    } else if (change instanceof ContainerEvent.MarksChanged marks) {
      texts
          .computeIfAbsent(marks.container(), id -> new MirroredText(composed))
          .change(marks.added(), marks.withdrawn());
    } else if (change instanceof ContainerEvent.ValueChanged value) {
      TreeMap<String, Value> map =
          entries.computeIfAbsent(value.container(), id -> new TreeMap<>());
      require(Optional.ofNullable(map.get(value.key())).equals(value.before()), "wrong before");
      require(!value.before().equals(value.after()), "a value that did not change");
      value
          .after()
          .ifPresentOrElse(after -> map.put(value.key(), after), () -> map.remove(value.key()));
    } else if (change instanceof ContainerEvent.ElementsChanged elements) {
      TreeSet<Value> set = sets.computeIfAbsent(elements.container(), id -> new TreeSet<>());
      elements.added().forEach(e -> require(set.add(e), "added twice: " + e));
      elements.discarded().forEach(e -> require(set.remove(e), "discarded twice: " + e));
    } else if (change instanceof ContainerEvent.ListChanged list) {
      lists.computeIfAbsent(list.container(), id -> new ListMirror(composed)).accept(list);
    } else if (change instanceof ContainerEvent.TotalChanged total) {
      long before = totals.getOrDefault(total.container(), 0L);
      require(before == total.before() && before != total.after(), "wrong total before");
      totals.put(total.container(), total.after());
    } else if (change instanceof ContainerEvent.NodesChanged nodes) {
      trees.computeIfAbsent(nodes.container(), id -> new TreeMirror()).accept(nodes.steps());
    } else if (change instanceof ContainerEvent.AnnotationsChanged notes) {
      annotations
          .computeIfAbsent(notes.container(), id -> new AnnotationsMirror())
          .accept(notes.steps());
    }
  }

  /** What the events told of a text. */
  String text(ContainerId id) {
    return texts.getOrDefault(id, new MirroredText(composed)).content();
  }

  /** What the events told of the formats of a text. */
  List<FormatRun> formats(ContainerId id) {
    return texts.getOrDefault(id, new MirroredText(composed)).formats();
  }

  private String all(ContainerId id) {
    MirroredText text = texts.getOrDefault(id, new MirroredText(composed));
    return text.content() + " " + text.formats() + " " + text.overlapping();
  }

  private static String allMeant(ContainerId id, List<AppliedOp> ops) {
    NaiveMarks marks = new NaiveMarks(ops, id);
    return new NaiveText(ops, id).content()
        + " "
        + NaiveMarks.runs(marks.units())
        + " "
        + marks.overlapping();
  }

  /** Where the events told something else than these ops mean. */
  List<String> differences(List<AppliedOp> ops) {
    List<String> differences = new ArrayList<>();
    TreeSet<ContainerId> ids = new TreeSet<>();
    ops.forEach(
        op -> {
          if (op.op().container() != null) {
            ids.add(op.op().container());
          }
        });
    for (ContainerId id : ids) {
      String told = told(id);
      String meant = meant(id, ops);
      if (!told.equals(meant)) {
        differences.add(id.kind() + " " + id + ": events tell " + told + ", ops mean " + meant);
      }
    }
    return differences;
  }

  private String told(ContainerId id) {
    return switch (id.kind()) {
      case TEXT -> all(id);
      case MAP, REGISTER -> entries.getOrDefault(id, new TreeMap<>()).toString();
      case SET -> sets.getOrDefault(id, new TreeSet<>()).toString();
      case COUNTER -> totals.getOrDefault(id, 0L).toString();
      case LIST -> lists.getOrDefault(id, new ListMirror(composed)).items().toString();
      case TREE -> trees.getOrDefault(id, new TreeMirror()).listed();
      case ANNOTATIONS -> annotations.getOrDefault(id, new AnnotationsMirror()).toString();
    };
  }

  private static String meant(ContainerId id, List<AppliedOp> ops) {
    return switch (id.kind()) {
      case TEXT -> allMeant(id, ops);
      case MAP, REGISTER -> shown(id, ops).toString();
      case SET -> NaiveSet.elements(ops, id).toString();
      case COUNTER -> Long.toString(NaiveCounter.total(ops, id));
      case LIST -> new NaiveList(ops, id).items().toString();
      case TREE -> new NaiveTree(ops, id).listed();
      case ANNOTATIONS -> new NaiveAnnotations(ops, id.parent()).states().toString();
    };
  }

  private static Map<String, Value> shown(ContainerId id, List<AppliedOp> ops) {
    TreeMap<String, Value> shown = new TreeMap<>();
    for (String key : NaiveEntry.keys(ops, id)) {
      NaiveEntry.candidates(ops, id, key).stream()
          .findFirst()
          .ifPresent(candidate -> shown.put(key, candidate.value()));
    }
    return shown;
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(problem);
    }
  }
}
