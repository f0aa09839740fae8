package dev.rejoin.lab;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterEdit;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.RegisterEdit;
import dev.rejoin.crdt.SetEdit;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random edits through the handles of a transaction, few names so that replicas collide. */
final class RandomEdits {
  private static final List<String> NAMES = List.of("a", "b");
  private static final List<String> RUNS =
      List.of("x", "y", "hello", " ", "\uD83D\uDE00", "a\uD83D\uDE80b", "\n", "lorem ipsum");
  private static final List<Value> VALUES =
      List.of(
          Value.of("one"),
          Value.of("two"),
          Value.of(3),
          Value.of(0.5),
          Value.of(true),
          Value.of(new byte[] {1, 2}));
  private static final int MAX_DEPTH = 3;

  private final SplitMix64 random;
  private final Profile profile;
  private final RandomMoves moves;
  private final RandomMarks marks;
  private final RandomAnnotations notes;

  RandomEdits(SplitMix64 random, Profile profile) {
    this.random = random;
    this.profile = profile;
    this.moves = new RandomMoves(random);
    this.marks = new RandomMarks(random);
    this.notes = new RandomAnnotations(random);
  }

  /** Does one to five edits; those that are refused leave nothing behind. */
  void edit(Transaction tx, List<AppliedOp> known) {
    for (int n = 1 + random.below(5); n > 0; n--) {
      try {
        editOnce(tx, known);
      } catch (RefusedEditException refused) {
        require(EXPECTED.contains(refused.reason()), refused);
      }
    }
  }

  private static final List<RefusedEditException.Reason> EXPECTED =
      List.of(
          RefusedEditException.Reason.SPLIT_SURROGATE_PAIR,
          RefusedEditException.Reason.COUNTER_OVERFLOW,
          RefusedEditException.Reason.NODE_DELETED,
          RefusedEditException.Reason.NODE_BELOW_ITSELF,
          RefusedEditException.Reason.ANNOTATION_LIVE,
          RefusedEditException.Reason.ANNOTATION_UNKNOWN,
          RefusedEditException.Reason.NO_SUGGESTION);

  private static void require(boolean holds, RuntimeException otherwise) {
    if (!holds) {
      throw otherwise;
    }
  }

  private void editOnce(Transaction tx, List<AppliedOp> known) {
    String name = random.pick(NAMES);
    Kind kind = random.pick(profile.kinds());
    switch (kind) {
      case TEXT -> {
        ContainerId id = new ContainerId.Root(name, kind);
        if (random.below(3) == 0 && tx.text(name).length() > 0) {
          marks.edit(tx.text(name), id, known);
        } else {
          edit(tx.text(name), deletes(id, known));
        }
      }
      case MAP -> edit(tx.map(name), 0);
      case SET -> edit(tx.set(name));
      case COUNTER -> edit(tx.counter(name));
      case REGISTER -> edit(tx.register(name));
      case LIST -> edit(tx.list(name), deletes(new ContainerId.Root(name, kind), known), 0);
      case TREE -> moves.edit(tx.tree(name));
      case ANNOTATIONS -> {
        ContainerId id = new ContainerId.Root(name, Kind.TEXT);
        notes.edit(tx.annotations(name), tx.text(name), id, known);
      }
    }
  }

  private void edit(TextEdit text, List<OpId> deletes) {
    int length = text.length();
    int choice = random.below(10);
    if (choice == 8 && !deletes.isEmpty()) {
      text.revive(random.pick(deletes));
    } else if (choice < 5 || length == 0) {
      int at = random.oneIn(2) ? length : random.below(length + 1);
      replace(text, at, at, random.pick(RUNS));
    } else if (choice < 8) {
      int from = random.below(length);
      replace(text, from, Math.min(length, from + 1 + random.below(6)), "");
    } else {
      int from = random.below(length);
      replace(text, from, Math.min(length, from + random.below(3)), random.pick(RUNS));
    }
  }

  /** Edits a text and checks that it reads as a plain string would after the same edit. */
  private static void replace(TextEdit text, int from, int to, String run) {
    StringBuilder expected = new StringBuilder(text.content());
    text.replace(from, to, run);
    expected.replace(from, to, run);
    requireEqual(withoutSurrogates(expected), withoutSurrogates(text.content()));
    requireEqual(expected.length(), text.length());
  }

  /** Halves of pairs may find each other when what was between them goes: all look alike here. */
  private static String withoutSurrogates(CharSequence text) {
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      if (Character.isSurrogate(plain.charAt(i))) {
        plain.setCharAt(i, '\uFFFD');
      }
    }
    return plain.toString();
  }

  private static void requireEqual(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("an edit should give " + expected + ", not " + actual);
    }
  }

  private void edit(ListEdit list, List<OpId> deletes, int depth) {
    int size = list.size();
    int choice = random.below(13);
    if (choice == 12 && size > 0) {
      int index = random.below(size);
      list.keep(index, random.pick(list.candidates(index)).put());
    } else if (choice == 11 && !deletes.isEmpty()) {
      list.revive(random.pick(deletes));
    } else if (choice < 4 || size == 0) {
      insert(list, random.oneIn(2) ? size : random.below(size + 1), depth);
    } else if (choice < 7) {
      move(list, random.below(size), random.below(size));
    } else if (choice < 9) {
      int index = random.below(size);
      Value value = random.pick(VALUES);
      requireEqual(value, list.set(index, value).get(index));
    } else if (choice == 9) {
      int from = random.below(size);
      List<Value> expected = new ArrayList<>(list.values());
      int to = Math.min(size, from + 1 + random.below(3));
      expected.subList(from, to).clear();
      requireEqual(expected, list.delete(from, to).values());
    } else {
      editHeld(list, random.below(size), depth);
    }
  }

  private void insert(ListEdit list, int index, int depth) {
    List<Value> expected = new ArrayList<>(list.values());
    int kind = random.below(depth + 1 < MAX_DEPTH ? 11 : 5);
    switch (kind) {
      case 5 -> edit(list.insertText(index), List.of());
      case 6 -> edit(list.insertMap(index), depth + 1);
      case 7 -> edit(list.insertSet(index));
      case 8 -> edit(list.insertCounter(index));
      case 9 -> edit(list.insertList(index), List.of(), depth + 1);
      case 10 -> moves.edit(list.insertTree(index));
      default -> {
        List<Value> run = new ArrayList<>();
        for (int n = random.oneIn(3) ? random.below(4) : 1; n > 0; n--) {
          run.add(random.pick(VALUES));
        }
        expected.addAll(index, run);
        requireEqual(expected, list.insertAll(index, run).values());
      }
    }
  }

  private static void move(ListEdit list, int from, int to) {
    List<ListItem> expected = new ArrayList<>(list.items());
    expected.add(to, expected.remove(from));
    requireEqual(expected, list.move(from, to).items());
  }

  private void editHeld(ListEdit list, int index, int depth) {
    if (!(list.get(index) instanceof Value.Nested nested)) {
      return;
    }
    switch (nested.kind()) {
      case TEXT -> edit(list.text(index), List.of());
      case MAP -> edit(list.map(index), depth + 1);
      case SET -> edit(list.set(index));
      case COUNTER -> edit(list.counter(index));
      case LIST -> edit(list.list(index), List.of(), depth + 1);
      case REGISTER, ANNOTATIONS -> throw new AssertionError("an element with a " + nested.kind());
    }
  }

  private static List<OpId> deletes(ContainerId text, List<AppliedOp> known) {
    List<OpId> deletes = new ArrayList<>();
    for (AppliedOp op : known) {
      if (op.op() instanceof Op.Delete delete && delete.container().equals(text)) {
        deletes.add(op.id());
      }
      if (op.op() instanceof Op.DeleteRun run && run.container().equals(text)) {
        for (int i = 0; i < run.count(); i++) {
          deletes.add(op.id().plus(i));
        }
      }
    }
    return deletes;
  }

  private void edit(MapEdit map, int depth) {
    String key = random.pick(NAMES);
    if (random.oneIn(6) && !map.candidates(key).isEmpty()) {
      Candidate kept = random.pick(map.candidates(key));
      requireEqual(List.of(kept), map.keep(key, kept.put()).candidates(key));
      return;
    }
    int choice = random.below(depth + 1 < MAX_DEPTH ? 11 : 4);
    switch (choice) {
      case 0, 1 -> {
        Value value = random.pick(VALUES);
        requireEqual(Optional.of(value), map.put(key, value).get(key));
      }
      case 2, 3 -> requireEqual(Optional.empty(), map.remove(key).get(key));
      case 4 -> edit(map.text(key), List.of());
      case 5 -> edit(map.set(key));
      case 6 -> edit(map.counter(key));
      case 7 -> edit(map.list(key), List.of(), depth + 1);
      case 8 -> moves.edit(map.tree(key));
      default -> edit(map.map(key), depth + 1);
    }
  }

  private void edit(SetEdit set) {
    boolean add = random.below(5) < 3;
    Value element = random.pick(VALUES);
    SetEdit edited = add ? set.add(element) : set.discard(element);
    requireEqual(add, edited.contains(element));
  }

  private void edit(CounterEdit counter) {
    long amount = random.oneIn(20) ? Long.MAX_VALUE - random.below(3) : random.below(11) - 5;
    long before = counter.total();
    requireEqual(before + amount, counter.add(amount).total());
  }

  private void edit(RegisterEdit register) {
    if (random.oneIn(4) && !register.candidates().isEmpty()) {
      Candidate kept = random.pick(register.candidates());
      requireEqual(List.of(kept), register.keep(kept.put()).candidates());
    } else if (random.oneIn(4)) {
      requireEqual(Optional.empty(), register.clear().value());
    } else {
      Value value = random.pick(VALUES);
      requireEqual(Optional.of(value), register.put(value).value());
    }
  }
}
