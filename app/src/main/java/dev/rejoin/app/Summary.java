package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an edit did, in numbers. Text is counted in UTF-16 units. */
record Summary(
    boolean undo,
    long inserted,
    long deleted,
    long fields,
    long elements,
    long counters,
    long nodes,
    long formats,
    long annotations) {
  static Summary of(List<Op> ops) {
    boolean undo = false;
    long inserted = 0;
    long deleted = 0;
    long fields = 0;
    long elements = 0;
    long counters = 0;
    long nodes = 0;
    long formats = 0;
    AnnotationCount annotations = new AnnotationCount();
    for (Op op : ops) {
      if (annotations.take(op)) {
        continue; // what an annotation holds is not counted apart
      }
      if (op instanceof Op.Insert insert) {
        inserted += insert.text().length();
      } else if (op instanceof Op.Delete && !isOfText(op)
          || op instanceof Op.ListSet
          || op instanceof Op.ListMove) {
        elements++;
      } else if (op instanceof Op.ListInsert run) {
        elements += run.values().size();
      } else if (op instanceof Op.Mark || op instanceof Op.Withdraw) {
        formats++;
      } else if (op instanceof Op.Delete delete) {
        deleted += delete.targets().stream().mapToLong(IdRange::size).sum();
      } else if (op instanceof Op.DeleteRun run) {
        deleted += run.count();
      } else if (op instanceof Op.Remove || op instanceof Op.Dismiss || isField(op)) {
        fields++;
      } else if (op instanceof Op.Add || op instanceof Op.Discard) {
        elements++;
      } else if (op instanceof Op.Increment) {
        counters++;
      } else if (op instanceof Op.CreateNode
          || op instanceof Op.MoveNode
          || op instanceof Op.DeleteNode) {
        nodes++;
      } else if (op instanceof Op.Undoes) {
        undo = true;
      }
    }
    return new Summary(
        undo, inserted, deleted, fields, elements, counters, nodes, formats, annotations.count());
  }

  private static boolean isOfText(Op op) {
    ContainerId where = op.container();
    return where != null && where.kind() == Kind.TEXT;
  }

  /** The put that makes a nested container is no field of its own; what goes into it is. */
  private static boolean isField(Op op) {
    return op instanceof Op.Put put && !(put.value() instanceof Value.Nested);
  }

  /** Such as {@code +7 −6, 1 field, 1 counter}. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (undo) {
      parts.add("undo");
    }
    if (inserted > 0 || deleted > 0) {
      parts.add(String.format(Locale.ROOT, "+%,d −%,d", inserted, deleted));
    }
    addTo(parts, fields, "field");
    addTo(parts, elements, "element");
    addTo(parts, counters, "counter");
    addTo(parts, nodes, "node");
    addTo(parts, formats, "format");
    addTo(parts, annotations, "annotation");
    return parts.isEmpty() ? "nothing shown" : String.join(", ", parts);
  }

  private static void addTo(List<String> parts, long number, String noun) {
    if (number > 0) {
      parts.add(Formats.count(number, noun));
    }
  }

  ObjectNode json() {
    return Json.object()
        .put("undo", undo)
        .put("inserted", inserted)
        .put("deleted", deleted)
        .put("fields", fields)
        .put("elements", elements)
        .put("counters", counters)
        .put("nodes", nodes)
        .put("formats", formats)
        .put("annotations", annotations);
  }
}
