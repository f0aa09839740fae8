package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Read views of containers, live: each call reads the state as it is then.
 *
 * <p>A view of what is under a key of a map finds the container anew at each call, since another
 * may be shown there now.
 */
final class Views {
  private Views() {}

  static TextView text(Containers all, ContainerId id) {
    return new Text(all, () -> id);
  }

  static MapView map(Containers all, ContainerId id) {
    return new Entries(all, () -> id);
  }

  static TextView text(Containers all, Supplier<@Nullable ContainerId> place) {
    return new Text(all, place);
  }

  static SetView set(Containers all, Supplier<@Nullable ContainerId> place) {
    return new Elements(all, place);
  }

  static CounterView counter(Containers all, Supplier<@Nullable ContainerId> place) {
    return new Total(all, place);
  }

  static SetView set(Containers all, ContainerId id) {
    return new Elements(all, () -> id);
  }

  static CounterView counter(Containers all, ContainerId id) {
    return new Total(all, () -> id);
  }

  static ListView list(Containers all, ContainerId id) {
    return new ListReader(all, () -> id);
  }

  static MapView map(Containers all, Supplier<@Nullable ContainerId> place) {
    return new Entries(all, place);
  }

  static TreeView tree(Containers all, ContainerId id) {
    return new TreeViews(all, () -> id);
  }

  static RegisterView register(Containers all, ContainerId id) {
    return new Register(all, id);
  }

  /** The container of this kind that is shown under a key of a map, or null. */
  static @Nullable ContainerId shownChild(Containers all, ContainerId map, String key, Kind kind) {
    return all.entry(map, key).shown().orElse(null) instanceof Value.Nested nested
            && nested.kind() == kind
        ? new ContainerId.Child(map, key, kind, nested.generation())
        : null;
  }

  private record Text(Containers all, Supplier<@Nullable ContainerId> place) implements TextView {
    @Override
    public int length() {
      TextSequence text = sequence();
      return text == null ? 0 : text.length();
    }

    @Override
    public String content() {
      TextSequence text = sequence();
      return text == null ? "" : text.content();
    }

    @Override
    public Anchor anchor(int position, Bias bias) {
      Refusal.checkPosition(position, length());
      TextSequence text = sequence();
      if (text == null) {
        return bias == Bias.BEFORE ? Anchor.START : Anchor.END;
      }
      return text.anchor(position, bias);
    }

    @Override
    public int position(Anchor anchor) {
      TextSequence text = sequence();
      OpId atom = anchor.atom();
      if (atom != null && (text == null || !text.contains(atom))) {
        throw new IllegalArgumentException("no atom " + atom + " in this text");
      }
      return text == null ? 0 : text.position(anchor);
    }

    @Override
    public List<TextRun> runs() {
      TextSequence text = sequence();
      return text == null ? List.of() : text.runs();
    }

    @Override
    public List<FormatRun> formats() {
      TextSequence text = sequence();
      return text == null ? List.of() : text.formats(0, text.length());
    }

    @Override
    public SortedMap<String, Value> formatsAt(int position) {
      TextSequence text = sequence();
      if (text == null || position < 0 || position >= text.length()) {
        throw new RefusedEditException(
            RefusedEditException.Reason.POSITION_OUT_OF_RANGE,
            "no unit at position " + position + " in the text of length " + length());
      }
      return text.formats(position, position + 1).get(0).attributes();
    }

    @Override
    public List<TextMark> marks(String key) {
      TextSequence text = sequence();
      return text != null && text.hasMarks() ? text.marks().list(key) : List.of();
    }

    private @Nullable TextSequence sequence() {
      ContainerId id = place.get();
      return id == null ? null : all.text(id);
    }
  }

  private record Entries(Containers all, Supplier<@Nullable ContainerId> place) implements MapView {
    @Override
    public Optional<Value> get(String key) {
      return entry(key).shown();
    }

    @Override
    public SortedMap<String, Value> entries() {
      ContainerId id = place.get();
      EntryContainer entries = id == null ? null : all.entries(id);
      return entries == null ? ReadOnly.map(new TreeMap<>()) : entries.shown();
    }

    @Override
    public List<Candidate> candidates(String key) {
      return entry(key).candidates();
    }

    @Override
    public TextView text(String key) {
      return new Text(all, child(key, Kind.TEXT));
    }

    @Override
    public MapView map(String key) {
      return new Entries(all, child(key, Kind.MAP));
    }

    @Override
    public SetView set(String key) {
      return new Elements(all, child(key, Kind.SET));
    }

    @Override
    public CounterView counter(String key) {
      return new Total(all, child(key, Kind.COUNTER));
    }

    @Override
    public ListView list(String key) {
      return new ListReader(all, child(key, Kind.LIST));
    }

    @Override
    public TreeView tree(String key) {
      return new TreeViews(all, child(key, Kind.TREE));
    }

    private Entry entry(String key) {
      ContainerId id = place.get();
      return id == null ? Entry.EMPTY : all.entry(id, key);
    }

    private Supplier<@Nullable ContainerId> child(String key, Kind kind) {
      return () -> {
        ContainerId id = place.get();
        return id == null ? null : shownChild(all, id, key, kind);
      };
    }
  }

  private record Elements(Containers all, Supplier<@Nullable ContainerId> place)
      implements SetView {
    @Override
    public boolean contains(Value element) {
      SetContainer set = set();
      return set != null && !set.adds(element).isEmpty();
    }

    @Override
    public int size() {
      SetContainer set = set();
      return set == null ? 0 : set.size();
    }

    @Override
    public SortedSet<Value> elements() {
      SetContainer set = set();
      return set == null ? ReadOnly.set(new TreeSet<>()) : set.elements();
    }

    private @Nullable SetContainer set() {
      ContainerId id = place.get();
      return id == null ? null : all.set(id);
    }
  }

  private record Total(Containers all, Supplier<@Nullable ContainerId> place)
      implements CounterView {
    @Override
    public long total() {
      ContainerId id = place.get();
      CounterContainer counter = id == null ? null : all.counter(id);
      return counter == null ? 0 : counter.total();
    }
  }

  private record Register(Containers all, ContainerId id) implements RegisterView {
    @Override
    public Optional<Value> value() {
      return all.entry(id, "").shown();
    }

    @Override
    public List<Candidate> candidates() {
      return all.entry(id, "").candidates();
    }
  }
}
