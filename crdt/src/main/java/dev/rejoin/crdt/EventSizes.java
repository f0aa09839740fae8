package dev.rejoin.crdt;

/** How much events tell, in steps, characters and elements: what copying them costs. */
final class EventSizes {
  private EventSizes() {}

  static long of(DocumentEvent event) {
    long size = 1L + event.sources().size();
    for (ContainerEvent change : event.containers()) {
      size += 1 + of(change);
    }
    return size;
  }

  private static long of(ContainerEvent change) {
    if (change instanceof ContainerEvent.TextChanged text) {
      return ofText(text);
    } else if (change instanceof ContainerEvent.MarksChanged marks) {
      return (long) marks.added().size() + marks.withdrawn().size();
    } else if (change instanceof ContainerEvent.ElementsChanged elements) {
      return (long) elements.added().size() + elements.discarded().size();
    } else if (change instanceof ContainerEvent.ListChanged list) {
      return ofList(list);
    } else if (change instanceof ContainerEvent.NodesChanged nodes) {
      return nodes.steps().size();
    } else if (change instanceof ContainerEvent.AnnotationsChanged annotations) {
      return annotations.steps().size();
    }
    return 1;
  }

  private static long ofText(ContainerEvent.TextChanged text) {
    long size = 0;
    for (Delta delta : text.deltas()) {
      if (delta instanceof Delta.Insert insert) {
        size += insert.text().length() + insert.attributes().size();
      } else if (delta instanceof Delta.Retain retain) {
        size += retain.changes().size();
      }
      size++;
    }
    return size;
  }

  private static long ofList(ContainerEvent.ListChanged list) {
    long size = (long) list.moves().size() + list.sets().size();
    for (ListDelta delta : list.deltas()) {
      size += delta instanceof ListDelta.Insert insert ? insert.items().size() + 1 : 1;
    }
    return size;
  }
}
