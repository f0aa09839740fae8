package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document show inside a transaction what it showed in an earlier version.
 *
 * <p>Nothing is written that is still here: deleted atoms and elements are revived, so anchors and
 * marks in them come back, what was inserted since is deleted, nodes move back, and a value is put
 * again only where its put was replaced. Containers made since and hidden in others stay as they
 * are: what holds them goes. Annotations, and what they hold, stay too: they are talk about the
 * document and not what it says.
 */
final class Restoration {
  private static final Comparator<Candidate> SHOWN_LAST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put);

  /** Writes one candidate in place of others, or only takes those out if the value is null. */
  private interface Write {
    @Nullable Op op(@Nullable Value value, List<OpId> seen);
  }

  private final Transaction transaction;
  private final Containers now;
  private final Containers then;
  private final Version version;
  private final ChangeIndex index;

  /**
   * @param then the document as it was in {@code version}
   */
  Restoration(Transaction transaction, DocumentState then, Version version, ChangeIndex index) {
    this.transaction = transaction;
    this.now = transaction.containers();
    this.then = then.containers();
    this.version = version;
    this.index = index;
  }

  /** Restores all containers but those that are to stay as they are. */
  void run(Predicate<ContainerId> stays) {
    TreeSet<ContainerId> before = then.ids();
    TreeSet<ContainerId> all = now.ids();
    all.addAll(before);
    for (ContainerId id : all) {
      if ((before.contains(id) || wasHeld(id)) && !Comments.isWithin(id) && !stays.test(id)) {
        restore(id);
      }
    }
  }

  /** Whether there was a place for a container then, though it may have held nothing yet. */
  private boolean wasHeld(ContainerId id) {
    if (id instanceof ContainerId.Child child) {
      Value marker = new Value.Nested(child.kind(), child.generation());
      return then.entry(child.parent(), child.key()).candidates().stream()
          .anyMatch(candidate -> candidate.value().equals(marker));
    }
    if (id instanceof ContainerId.Element holder) {
      ListSequence list = then.list(holder.parent());
      TreeState tree = then.tree(holder.parent());
      return list != null && list.isElement(holder.element())
          || tree != null && tree.log().node(holder.element()) >= 0;
    }
    return true;
  }

  private void restore(ContainerId id) {
    switch (id.kind()) {
      case TEXT -> {
        TextSequence text = now.text(id);
        if (text != null) {
          new TextRestoration(transaction, id, text).run(new TextPast(text, id, index), version);
        }
      }
      case MAP, REGISTER -> entries(id);
      case SET -> set(id);
      case COUNTER -> counter(id);
      case LIST -> list(id);
      case TREE -> {
        TreeState tree = now.tree(id);
        if (tree != null) {
          new TreeRestoration(transaction, id, tree, then.tree(id)).run();
        }
      }
      case ANNOTATIONS -> throw new IllegalStateException("annotations stay as they are");
    }
  }

  private void entries(ContainerId id) {
    TreeSet<String> keys = new TreeSet<>();
    for (Containers all : List.of(now, then)) {
      EntryContainer entries = all.entries(id);
      if (entries != null) {
        keys.addAll(entries.keys());
      }
    }
    for (String key : keys) {
      Entry is = now.entry(id, key);
      Entry was = then.entry(id, key);
      candidates(
          was.candidates(),
          is,
          key,
          (value, seen) ->
              value == null ? new Op.Remove(id, key, seen) : new Op.Put(id, key, value, seen));
    }
  }

  private void list(ContainerId id) {
    ListSequence list = now.list(id);
    if (list == null) {
      return;
    }
    ListSequence old = then.list(id);
    new ListRestoration(transaction, id, list, old).run();
    for (ListItem item : old == null ? List.<ListItem>of() : old.items()) {
      OpId element = item.element();
      candidates(
          old.slots().entry(old.numbers().get(element)).candidates(),
          list.slots().entry(list.numbers().get(element)),
          "",
          (value, seen) -> value == null ? null : new Op.ListSet(id, element, value, seen));
    }
  }

  /** Makes the candidates of an entry what they were, the one shown then shown again. */
  private void candidates(List<Candidate> were, Entry is, String key, Write write) {
    List<Candidate> are = is.candidates();
    List<Candidate> missing = new ArrayList<>(were);
    missing.removeAll(are);
    List<Candidate> kept = new ArrayList<>(were);
    kept.removeAll(missing);
    List<OpId> gone = new ArrayList<>();
    are.stream().filter(c -> !were.contains(c)).forEach(c -> gone.add(c.put()));
    missing.sort(SHOWN_LAST);
    if (values(were).equals(values(are))) {
      return; // the same puts, or others that restored these before
    }
    gone.addAll(hidden(is));
    boolean onlyTake = missing.isEmpty() && write.op(null, gone) != null;
    if (!onlyTake && !kept.isEmpty()) {
      Candidate first = kept.get(0);
      int last = missing.size() - 1;
      if (last < 0 || SHOWN_LAST.compare(first, missing.get(last)) > 0) {
        missing.add(first); // shown then, so it is put after those that come back
        gone.add(first.put());
      }
    }
    for (int i = 0; i < missing.size(); i++) {
      List<OpId> seen = i == missing.size() - 1 ? gone : List.of();
      perform(write.op(missing.get(i).value(), seen), key, missing.get(i).value(), seen);
    }
    if (missing.isEmpty()) {
      perform(write.op(null, gone), key, Value.of(0), gone);
    }
  }

  private static List<Value> values(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::value).toList();
  }

  /** What a write names besides those that are shown, as each write does. */
  private static List<OpId> hidden(Entry entry) {
    List<OpId> hidden = new ArrayList<>(entry.seen());
    entry.candidates().forEach(candidate -> hidden.remove(candidate.put()));
    return hidden;
  }

  private void perform(@Nullable Op op, String key, Value value, List<OpId> seen) {
    if (op != null) {
      transaction.reserve(OpSizes.ID_BYTES + OpSizes.of(key, value, seen));
      transaction.perform(op);
    }
  }

  private void set(ContainerId id) {
    SetContainer is = now.set(id);
    SetContainer was = then.set(id);
    TreeSet<Value> elements = new TreeSet<>();
    for (SetContainer set : new SetContainer[] {is, was}) {
      if (set != null) {
        elements.addAll(set.elements());
      }
    }
    for (Value element : elements) {
      List<OpId> adds = is == null ? List.of() : is.adds(element);
      boolean shown = was != null && !was.adds(element).isEmpty();
      if (shown && adds.isEmpty()) {
        perform(new Op.Add(id, element, List.of()), "", element, List.of());
      } else if (!shown && !adds.isEmpty()) {
        perform(new Op.Discard(id, element, adds), "", element, adds);
      }
    }
  }

  /** One increment; where that leaves 64 bits several that do not, so each can be taken back. */
  private void counter(ContainerId id) {
    CounterContainer counter = now.counter(id);
    CounterContainer old = then.counter(id);
    long is = counter == null ? 0 : counter.total();
    long was = old == null ? 0 : old.total();
    long more = was - is;
    boolean fits = ((was ^ is) & (was ^ more)) >= 0 && more != Long.MIN_VALUE;
    for (long amount : fits ? new long[] {more} : new long[] {-(is / 2), is / 2 - is}) {
      increment(id, amount);
    }
    for (long amount : fits ? new long[0] : new long[] {was / 2, was - was / 2}) {
      increment(id, amount);
    }
  }

  private void increment(ContainerId id, long amount) {
    if (amount != 0) {
      perform(new Op.Increment(id, amount), "", Value.of(amount), List.of());
    }
  }
}
