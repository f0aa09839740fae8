package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one event of two that follow each other; see {@link DocumentEvent#then}. */
final class EventComposer {
  /** What became of one container, by kind of event; values by key. */
  private static final class Changes {
    final TreeMap<String, ContainerEvent.ValueChanged> values = new TreeMap<>();
    ContainerEvent.@Nullable TextChanged text;
    ContainerEvent.@Nullable MarksChanged marks;
    ContainerEvent.@Nullable ElementsChanged elements;
    ContainerEvent.@Nullable ListChanged list;
    ContainerEvent.@Nullable NodesChanged nodes;
    ContainerEvent.@Nullable TotalChanged total;
    ContainerEvent.@Nullable AnnotationsChanged annotations;
  }

  private final TreeMap<ContainerId, Changes> containers = new TreeMap<>();

  private EventComposer() {}

  static DocumentEvent compose(DocumentEvent first, DocumentEvent next) {
    EventComposer composer = new EventComposer();
    first.containers().forEach(composer::add);
    next.containers().forEach(composer::add);
    TreeSet<EventSource> sources = new TreeSet<>(first.sources());
    sources.addAll(next.sources());
    return new DocumentEvent(
        first.document(),
        first.local() && next.local(),
        first.before(),
        next.after(),
        composer.events(),
        new ArrayList<>(sources));
  }

  private void add(ContainerEvent event) {
    Changes of = containers.computeIfAbsent(event.container(), id -> new Changes());
    if (event instanceof ContainerEvent.TextChanged text) {
      of.text = of.text == null ? text : TextComposer.compose(of.text, text);
    } else if (event instanceof ContainerEvent.MarksChanged marks) {
      of.marks = of.marks == null ? marks : marks(of.marks, marks);
    } else if (event instanceof ContainerEvent.ValueChanged value) {
      ContainerEvent.ValueChanged before = of.values.get(value.key());
      of.values.put(value.key(), before == null ? value : value(before, value));
    } else if (event instanceof ContainerEvent.ElementsChanged elements) {
      of.elements = of.elements == null ? elements : elements(of.elements, elements);
    } else if (event instanceof ContainerEvent.ListChanged list) {
      of.list = of.list == null ? list : ListComposer.compose(of.list, list);
    } else if (event instanceof ContainerEvent.NodesChanged nodes) {
      of.nodes = of.nodes == null ? nodes : TreeComposer.compose(of.nodes, nodes);
    } else if (event instanceof ContainerEvent.AnnotationsChanged annotations) {
      of.annotations =
          of.annotations == null ? annotations : annotations(of.annotations, annotations);
    } else if (event instanceof ContainerEvent.TotalChanged total) {
      long before = of.total == null ? total.before() : of.total.before();
      of.total = new ContainerEvent.TotalChanged(total.container(), before, total.after());
    }
  }

  private static ContainerEvent.ValueChanged value(
      ContainerEvent.ValueChanged first, ContainerEvent.ValueChanged next) {
    return new ContainerEvent.ValueChanged(
        first.container(), first.key(), first.before(), next.after());
  }

  private static ContainerEvent.MarksChanged marks(
      ContainerEvent.MarksChanged first, ContainerEvent.MarksChanged next) {
    TreeSet<OpId> added = new TreeSet<>(first.added());
    TreeSet<OpId> withdrawn = new TreeSet<>(first.withdrawn());
    change(added, withdrawn, next.added(), next.withdrawn());
    return new ContainerEvent.MarksChanged(
        first.container(), new ArrayList<>(added), new ArrayList<>(withdrawn));
  }

  private static ContainerEvent.AnnotationsChanged annotations(
      ContainerEvent.AnnotationsChanged first, ContainerEvent.AnnotationsChanged next) {
    return new ContainerEvent.AnnotationsChanged(
        first.container(), AnnotationStep.compose(first.steps(), next.steps()));
  }

  private static ContainerEvent.ElementsChanged elements(
      ContainerEvent.ElementsChanged first, ContainerEvent.ElementsChanged next) {
    TreeSet<Value> added = new TreeSet<>(first.added());
    TreeSet<Value> discarded = new TreeSet<>(first.discarded());
    change(added, discarded, next.added(), next.discarded());
    return new ContainerEvent.ElementsChanged(
        first.container(), new ArrayList<>(added), new ArrayList<>(discarded));
  }

  /** What came and went again is nothing, and so is what went and came again. */
  private static <E> void change(TreeSet<E> in, TreeSet<E> out, List<E> nowIn, List<E> nowOut) {
    for (E element : nowIn) {
      if (!out.remove(element)) {
        in.add(element);
      }
    }
    for (E element : nowOut) {
      if (!in.remove(element)) {
        out.add(element);
      }
    }
  }

  private List<ContainerEvent> events() {
    List<ContainerEvent> events = new ArrayList<>();
    containers.forEach((id, changes) -> collect(changes, events));
    return events;
  }

  private static void collect(Changes of, List<ContainerEvent> events) {
    if (of.text != null && !of.text.deltas().isEmpty()) {
      events.add(of.text);
    }
    if (of.marks != null && !(of.marks.added().isEmpty() && of.marks.withdrawn().isEmpty())) {
      events.add(of.marks);
    }
    of.values
        .values()
        .forEach(
            value -> {
              Optional<Value> after = value.after();
              if (!value.before().equals(after)) {
                events.add(value);
              }
            });
    boolean sameSet =
        of.elements == null || (of.elements.added().isEmpty() && of.elements.discarded().isEmpty());
    if (!sameSet) {
      events.add(of.elements);
    }
    if (of.list != null && !(of.list.deltas().isEmpty() && of.list.sets().isEmpty())) {
      events.add(of.list);
    }
    if (of.nodes != null && !of.nodes.steps().isEmpty()) {
      events.add(of.nodes);
    }
    if (of.annotations != null && !of.annotations.steps().isEmpty()) {
      events.add(of.annotations);
    }
    if (of.total != null && of.total.before() != of.total.after()) {
      events.add(of.total);
    }
  }
}
