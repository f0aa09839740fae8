package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.ElementMoved;
import dev.rejoin.crdt.ElementSet;
import dev.rejoin.crdt.ListDelta;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What became of a container, for people and for programs. */
final class EventLines {
  private EventLines() {}

  /** Adds lines for people, and fields for programs. */
  static void describe(ContainerEvent change, List<String> lines, ObjectNode json) {
    if (change instanceof ContainerEvent.TextChanged text) {
      text(text, lines, json);
    } else if (change instanceof ContainerEvent.MarksChanged marks) {
      marks.added().forEach(id -> lines.add("+ mark " + id));
      marks.withdrawn().forEach(id -> lines.add("− mark " + id));
      ArrayNode added = json.putArray("marksAdded");
      marks.added().forEach(id -> added.add(id.toString()));
      ArrayNode withdrawn = json.putArray("marksWithdrawn");
      marks.withdrawn().forEach(id -> withdrawn.add(id.toString()));
    } else if (change instanceof ContainerEvent.ValueChanged value) {
      String after = value.after().map(Value::toString).orElse("(removed)");
      lines.add((value.key().isEmpty() ? "" : value.key() + " ") + "= " + after);
      json.put("key", value.key());
      json.set("value", value.after().map(Values::json).orElse(NullNode.instance));
    } else if (change instanceof ContainerEvent.ElementsChanged elements) {
      elements.added().forEach(e -> lines.add("+ " + e));
      elements.discarded().forEach(e -> lines.add("− " + e));
      ArrayNode added = json.putArray("added");
      elements.added().forEach(e -> added.add(Values.json(e)));
      ArrayNode discarded = json.putArray("discarded");
      elements.discarded().forEach(e -> discarded.add(Values.json(e)));
    } else if (change instanceof ContainerEvent.ListChanged list) {
      list(list, lines, json);
    } else if (change instanceof ContainerEvent.NodesChanged nodes) {
      FollowNodes.describe(nodes, lines, json);
    } else if (change instanceof ContainerEvent.AnnotationsChanged notes) {
      AnnotationForms.describe(notes, lines, json);
    } else if (change instanceof ContainerEvent.TotalChanged total) {
      lines.add("%d → %d".formatted(total.before(), total.after()));
      json.put("total", total.after());
    }
  }

  private static void text(ContainerEvent.TextChanged text, List<String> lines, ObjectNode json) {
    ArrayNode deltas = json.putArray("deltas");
    for (Delta delta : text.deltas()) {
      if (delta instanceof Delta.Insert insert) {
        insert.text().lines().forEach(line -> lines.add("+ " + line));
        ObjectNode step = deltas.addObject().put("insert", insert.text());
        attributes(step, insert.attributes());
      } else if (delta instanceof Delta.Delete delete) {
        lines.add("− " + Formats.count(delete.length(), "unit"));
        deltas.addObject().put("delete", delete.length());
      } else if (delta instanceof Delta.Retain retain) {
        ObjectNode step = deltas.addObject().put("retain", retain.length());
        attributes(step, retain.changes());
        formats(retain, lines);
      }
    }
  }

  /** The formats that changed of text that stayed. */
  static void formats(Delta.Retain retain, List<String> lines) {
    retain
        .changes()
        .forEach(
            (key, value) ->
                lines.add(
                    "~ %s %s%s"
                        .formatted(
                            Formats.count(retain.length(), "unit"),
                            key,
                            value == null ? " (removed)" : " = " + value)));
  }

  private static void attributes(ObjectNode step, SortedMap<String, @Nullable Value> attributes) {
    if (!attributes.isEmpty()) {
      step.set("attributes", Values.json(attributes));
    }
  }

  private static void list(ContainerEvent.ListChanged list, List<String> lines, ObjectNode json) {
    ArrayNode deltas = json.putArray("deltas");
    List<Integer> moved = list.moves().stream().map(ElementMoved::to).toList();
    int at = 0;
    for (ListDelta delta : list.deltas()) {
      if (delta instanceof ListDelta.Retain retain) {
        deltas.addObject().put("retain", retain.count());
        at += retain.count();
      } else if (delta instanceof ListDelta.Delete delete) {
        lines.add("− " + Formats.count(delete.count(), "element") + " at [" + at + "]");
        deltas.addObject().put("delete", delete.count());
      } else if (delta instanceof ListDelta.Insert insert) {
        ArrayNode values = deltas.addObject().putArray("insert");
        for (var item : insert.items()) {
          values.add(Values.json(item.value()));
          lines.add((moved.contains(at) ? "→ [" : "+ [") + at + "] " + item.value());
          at++;
        }
      }
    }
    ArrayNode moves = json.putArray("moves");
    for (ElementMoved move : list.moves()) {
      moves.addObject().put("from", move.from()).put("to", move.to());
    }
    ArrayNode sets = json.putArray("sets");
    for (ElementSet set : list.sets()) {
      lines.add("[" + set.index() + "] = " + set.after());
      sets.addObject().put("index", set.index()).set("value", Values.json(set.after()));
    }
  }
}
