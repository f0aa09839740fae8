package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.AnnotationsView;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Imported;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of several people who write, cut, paste, take back and annotate the same text at random. */
final class Commentator {
  static final ContainerId TEXT = new ContainerId.Root("body", Kind.TEXT);
  private static final int MOST_AT_ONCE = 20;
  private static final int MOST_CUT = 500;

  private final ReplicaId id;
  private final SplitMix64 random;
  private final DocumentState state = new DocumentState(TestReplica.DOCUMENT);
  private final AnnotationsMirror mirror = new AnnotationsMirror();
  private final List<Received> journal = new ArrayList<>();
  private final List<AppliedOp> ops = new ArrayList<>();
  private final TreeMap<ReplicaId, Integer> taken = new TreeMap<>();

  /** What it did to the text and has not taken back, newest last. */
  private final Deque<Change> steps = new ArrayDeque<>();

  private long next = 1;
  private long previous;
  private int added;

  Commentator(int number, SplitMix64 random) {
    this.id = new ReplicaId(0, number);
    this.random = random;
  }

  DocumentState state() {
    return state;
  }

  AnnotationsView annotations() {
    return state.annotations(TEXT);
  }

  List<AppliedOp> ops() {
    return ops;
  }

  AnnotationsMirror mirror() {
    return mirror;
  }

  /** How many annotations it has added. */
  int added() {
    return added;
  }

  TreeMap<Object, AnnotationState> states() {
    TreeMap<Object, AnnotationState> states = new TreeMap<>();
    annotations().items().forEach(item -> states.put(item.id(), item.state()));
    return states;
  }

  /** One random step; at most so many annotations. */
  void step(int room) {
    int length = state.text("body").length();
    int choice = random.below(20);
    if (choice < 10 && length > MOST_AT_ONCE && room > 0) {
      int count = 1 + random.below(Math.min(room, MOST_AT_ONCE));
      edit(tx -> annotate(tx.annotations("body"), length, count));
      added += count;
    } else if (choice < 14 || length < MOST_CUT) {
      edit(tx -> write(tx.text("body"), "some words and a few more. ".repeat(20)));
    } else if (choice < 16) {
      steps.add(edit(tx -> cut(tx.text("body"))));
    } else if (choice < 18) {
      steps.add(edit(tx -> write(tx.text("body"), cut(tx.text("body")))));
    } else {
      takeBack();
    }
  }

  private void annotate(AnnotationsEdit notes, int length, int count) {
    for (int i = 0; i < count; i++) {
      int from = random.below(length - MOST_AT_ONCE);
      notes.add(from, from + 1 + random.below(MOST_AT_ONCE), "why?");
    }
  }

  private void write(TextEdit text, String words) {
    text.insert(random.below(text.length() + 1), words);
  }

  private String cut(TextEdit text) {
    int from = random.below(text.length() - 1);
    int to = Math.min(text.length(), from + 1 + random.below(MOST_CUT));
    String cut = text.content().substring(from, to);
    text.delete(from, to);
    return cut;
  }

  /** Deletes the whole text, to be taken back later. */
  void cutAll() {
    steps.add(edit(tx -> tx.text("body").delete(0, tx.text("body").length())));
  }

  /** Takes back its newest cut, if there is one. */
  void takeBack() {
    Change step = steps.pollLast();
    if (step != null) {
      edit(tx -> tx.takeBack(List.of(step), any -> null));
    }
  }

  Change edit(Consumer<Transaction> edits) {
    Heads deps = state.heads().without(id);
    Transaction transaction = state.begin(id, next, true);
    edits.accept(transaction);
    Change change =
        new Change(
            id,
            next,
            next + transaction.atoms() - 1,
            TestReplica.DOCUMENT,
            previous,
            deps,
            transaction.lamport(),
            0,
            "",
            "",
            false,
            transaction.ops());
    accept(transaction.commit());
    previous = change.to();
    next = change.to() + 1;
    Received frozen =
        new Received(change, new ChainMark(id.low(), change.to()), Comments.only(change.ops()));
    state.freeze(frozen);
    journal.add(frozen);
    ops.addAll(AppliedOp.of(change));
    return change;
  }

  /** Takes in what another one has, or a part of it. */
  void merge(Commentator other, boolean all) {
    int from = taken.getOrDefault(other.id, 0);
    int left = other.journal.size() - from;
    int to = from + (all ? left : random.below(left + 1));
    Imported imported = state.apply(List.copyOf(other.journal.subList(from, to)), true);
    taken.put(other.id, to);
    accept(imported.event());
    if (!imported.invalid().isEmpty()) {
      throw new AssertionError("an invalid change: " + imported.invalid());
    }
    for (Change change : imported.applied()) {
      ops.addAll(AppliedOp.of(change));
    }
    for (Received received : other.journal.subList(from, to)) {
      if (imported.applied().contains(received.change())) {
        journal.add(received);
      }
    }
  }

  private void accept(@Nullable DocumentEvent event) {
    if (event != null) {
      for (ContainerEvent change : event.containers()) {
        if (change instanceof ContainerEvent.AnnotationsChanged annotations) {
          mirror.accept(annotations.steps());
        }
      }
    }
  }
}
