package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.DocumentListener;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    EventLines.describe(change, lines, json);
    if (invocation.json()) {
      invocation.print(json);
    } else {
      lines.forEach(line -> invocation.print(author + "  " + container + "  " + line));
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
