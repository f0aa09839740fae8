package dev.rejoin.lab;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that readers of a document can see, as text by path; taken from the engine or from the
 * naive twins, so that the two can be compared.
 */
final class Picture {
  private final SortedMap<String, String> lines = new TreeMap<>();

  private Picture() {}

  private record Nested(String path, ContainerId id, MapView in, String key) {}

  /** What the views of the engine show. */
  static Picture of(DocumentState state) {
    Picture picture = new Picture();
    Deque<Nested> nested = new ArrayDeque<>();
    for (ContainerId.Root root : state.roots()) {
      String path = root.kind() + " " + root.name();
      switch (root.kind()) {
        case TEXT -> picture.text(path, state.text(root.name()));
        case SET -> picture.set(path, state.set(root.name()));
        case COUNTER -> picture.counter(path, state.counter(root.name()));
        case REGISTER -> picture.line(path, listed(state.register(root.name()).candidates()));
        case MAP -> picture.map(path, root, state.map(root.name()), nested);
      }
    }
    while (!nested.isEmpty()) {
      Nested next = nested.pop();
      switch (next.id.kind()) {
        case TEXT -> picture.text(next.path, next.in.text(next.key));
        case SET -> picture.set(next.path, next.in.set(next.key));
        case COUNTER -> picture.counter(next.path, next.in.counter(next.key));
        case MAP -> picture.map(next.path, next.id, next.in.map(next.key), nested);
        case REGISTER -> picture.line(next.path, listed(state.candidates(next.id, "")));
      }
    }
    return picture;
  }

  /** What the naive twins make of these ops. */
  static Picture of(List<AppliedOp> ops) {
    Picture picture = new Picture();
    TreeMap<ContainerId, String> paths = new TreeMap<>();
    Deque<ContainerId> open = new ArrayDeque<>();
    for (AppliedOp op : ops) {
      if (op.op().container() instanceof ContainerId.Root root) {
        if (paths.put(root, root.kind() + " " + root.name()) == null) {
          open.add(root);
        }
      }
    }
    while (!open.isEmpty()) {
      ContainerId id = open.pop();
      String path = paths.get(id);
      switch (id.kind()) {
        case TEXT -> picture.line(path, new NaiveText(ops, id).content());
        case SET -> picture.line(path, listed(NaiveSet.elements(ops, id)));
        case COUNTER -> picture.line(path, total(NaiveCounter.total(ops, id)));
        case REGISTER -> picture.line(path, listed(NaiveEntry.candidates(ops, id, "")));
        case MAP -> picture.map(path, id, ops, paths, open);
      }
    }
    return picture;
  }

  private void map(
      String path,
      ContainerId id,
      List<AppliedOp> ops,
      TreeMap<ContainerId, String> paths,
      Deque<ContainerId> open) {
    for (String key : NaiveEntry.keys(ops, id)) {
      List<Candidate> candidates = NaiveEntry.candidates(ops, id, key);
      line(path + "[" + key + "]", listed(candidates));
      if (!candidates.isEmpty() && candidates.get(0).value() instanceof Value.Nested nested) {
        ContainerId child = new ContainerId.Child(id, key, nested.kind(), nested.generation());
        paths.put(child, path + "." + key);
        open.push(child);
      }
    }
  }

  private void map(String path, ContainerId id, MapView map, Deque<Nested> nested) {
    map.entries()
        .forEach(
            (key, value) -> {
              line(path + "[" + key + "]", map.candidates(key).toString());
              if (value instanceof Value.Nested mark) {
                ContainerId child = new ContainerId.Child(id, key, mark.kind(), mark.generation());
                nested.push(new Nested(path + "." + key, child, map, key));
              }
            });
  }

  private void text(String path, TextView text) {
    line(path, text.content());
  }

  private void set(String path, SetView set) {
    line(path, listed(set.elements()));
  }

  private void counter(String path, CounterView counter) {
    line(path, total(counter.total()));
  }

  private static String listed(Collection<?> items) {
    return items.isEmpty() ? "" : items.toString();
  }

  private static String total(long total) {
    return total == 0 ? "" : Long.toString(total);
  }

  /** Keeps a line; what shows nothing has none. */
  private void line(String path, String content) {
    if (!content.isEmpty()) {
      lines.put(path, content);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture && lines.equals(picture.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
