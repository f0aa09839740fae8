package dev.rejoin.replica;

import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how one version of a document became another.
 *
 * <p>Texts are compared atom by atom in the document as it is. Other containers, if any change
 * between the versions is about one, are made anew from the journal: the event of bringing the
 * first version to the second is the difference. Where the second does not hold the first, it is
 * brought there by restoring.
 */
final class DiffMaker {
  /** Edits the copies that are thrown away; no replica has this id. */
  private static final ReplicaId SCRATCH = new ReplicaId(-1, -1);

  private final DocumentPast past;
  private final Heads fromHeads;
  private final Heads toHeads;
  private final Version from;
  private final Version to;
  private final ChangeIndex index;

  DiffMaker(DocumentPast past, Heads from, Heads to) {
    this.past = past;
    this.fromHeads = from;
    this.toHeads = to;
    this.from = past.version(from);
    this.to = past.version(to);
    this.index = past.index();
  }

  Diff diff() {
    List<ContainerEvent> changes = new ArrayList<>();
    TreeMap<ContainerId, String> before = new TreeMap<>();
    boolean others = false;
    for (ContainerId id : index.touched(from, to)) {
      if (id.kind() != Kind.TEXT) {
        others |= !id.equals(History.NAMES);
        continue;
      }
      List<ContainerEvent> of = past.past(index, p -> p.changes(id, from, to));
      if (!of.isEmpty()) {
        changes.addAll(of);
        before.put(id, past.past(index, p -> p.text(id, from)).content());
        others = others || isAnnotated(id);
      }
    }
    if (others) {
      addOthers(changes);
    }
    changes.sort(Comparator.comparing(ContainerEvent::container));
    return new Diff(fromHeads, toHeads, changes, before);
  }

  /** Edits of a text may make its annotations lose their words, and no change says so. */
  private boolean isAnnotated(ContainerId text) {
    ContainerId notes = new ContainerId.Beside(text, Kind.ANNOTATIONS);
    return index.touched(Version.empty(), from).contains(notes);
  }

  private void addOthers(List<ContainerEvent> changes) {
    DocumentEvent event = to.covers(from) ? forward() : across();
    for (ContainerEvent change : event == null ? List.<ContainerEvent>of() : event.containers()) {
      boolean ofText = change.container().kind() == Kind.TEXT;
      if (!ofText && !change.container().equals(History.NAMES)) {
        changes.add(change);
      }
    }
  }

  private @Nullable DocumentEvent forward() {
    DocumentState state = past.replay(from);
    return state.apply(past.changes(to, from), true).event();
  }

  private @Nullable DocumentEvent across() {
    DocumentState state = past.replay(from.join(to));
    restore(state, from, false);
    return restore(state, to, true);
  }

  private @Nullable DocumentEvent restore(DocumentState state, Version version, boolean observed) {
    Transaction tx = state.begin(SCRATCH, state.end(SCRATCH) + 1, observed);
    tx.restore(past.replay(version), version, index, id -> id.kind() == Kind.TEXT);
    return tx.commit();
  }
}
