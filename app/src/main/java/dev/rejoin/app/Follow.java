package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.DocumentListener;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints what happens to a document, as it happens. */
final class Follow implements DocumentListener {
  private final Invocation invocation;
  private final Replica replica;
  private final Document document;

  /** Guarded by this: the last known author of each line. */
  private final Map<ReplicaId, String> authors = new TreeMap<>();

  /** Guarded by this: the container to look at; empty is all of them. */
  private String only = "";

  /** Guarded by this. */
  private boolean ownToo = true;

  Follow(Invocation invocation, Replica replica, Place place) {
    this.invocation = invocation;
    this.replica = replica;
    this.document = place.document();
  }

  /** Leaves out what this process edits itself. */
  synchronized Follow othersOnly() {
    ownToo = false;
    return this;
  }

  /** Stays connected and prints what changes under a path, until interrupted. */
  void run(String path) throws InterruptedException {
    synchronized (this) {
      only = path;
    }
    try (Node node = Node.start(invocation, replica, replica.rememberedAddresses())) {
      node.observe(document, this);
      LiveWatch watch = node.watch();
      watch.say("ready", null, Json.object(), "Following until Ctrl-C.");
      watch.untilInterrupted();
    }
  }

  @Override
  public synchronized void onEvent(DocumentEvent event) {
    if (event.local() && !ownToo) {
      return;
    }
    String author = String.join(", ", authorsOf(event));
    for (ContainerEvent change : event.containers()) {
      String container = change.container().toString();
      if (only.isEmpty() || container.equals(only) || only.startsWith(container + ".")) {
        print(event, author, container, change);
      }
    }
  }

  private void print(DocumentEvent event, String author, String container, ContainerEvent change) {
    List<String> lines = new ArrayList<>();
    ObjectNode json =
        Json.answer()
            .put("event", "changed")
            .put("author", author)
            .put("local", event.local())
            .put("container", container);
    if (change instanceof ContainerEvent.TextChanged text) {
      describe(text, lines, json);
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
    } else if (change instanceof ContainerEvent.NodesChanged nodes) {
      FollowNodes.describe(nodes, lines, json);
    } else if (change instanceof ContainerEvent.AnnotationsChanged notes) {
      AnnotationForms.describe(notes, lines, json);
    } else if (change instanceof ContainerEvent.TotalChanged total) {
      lines.add("%d → %d".formatted(total.before(), total.after()));
      json.put("total", total.after());
    }
    if (invocation.json()) {
      invocation.print(json);
    } else {
      lines.forEach(line -> invocation.print(author + "  " + container + "  " + line));
    }
  }

  private static void describe(
      ContainerEvent.TextChanged text, List<String> lines, ObjectNode json) {
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
    }
  }

  private static void attributes(ObjectNode step, SortedMap<String, @Nullable Value> attributes) {
    if (!attributes.isEmpty()) {
      step.set("attributes", Values.json(attributes));
    }
  }

  /** Who wrote what an event brought; the document's changes are read only for a new line. */
  private List<String> authorsOf(DocumentEvent event) {
    List<String> found = new ArrayList<>();
    for (ReplicaId line : event.after().entries().keySet()) {
      if (event.after().get(line) > event.before().get(line)) {
        if (!authors.containsKey(line)) {
          for (HistoryEntry entry : document.history().entries()) {
            authors.put(entry.change().replica(), entry.change().author());
          }
        }
        String author = authors.getOrDefault(line, "");
        found.add(author.isEmpty() ? "somebody" : author);
      }
    }
    return found.stream().distinct().toList();
  }
}
