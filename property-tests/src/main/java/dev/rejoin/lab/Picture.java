package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsView;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that readers of a document can see, as text by path; taken from the engine or from the
 * naive twins, so that the two can be compared.
 */
final class Picture {
  private final SortedMap<String, String> lines = new TreeMap<>();

  private Picture() {}

  /** Where a nested container is found, under a key of a map or in an element of a list. */
  private interface Holder {
    default TextView text() {
      throw none();
    }

    MapView map();

    default SetView set() {
      throw none();
    }

    default CounterView counter() {
      throw none();
    }

    default ListView list() {
      throw none();
    }

    default TreeView tree() {
      throw none();
    }

    private AssertionError none() {
      return new AssertionError(this + " holds nothing but a map");
    }
  }

  private record Node(TreeView in, OpId node) implements Holder {
    @Override
    public MapView map() {
      return in.data(node);
    }
  }

  private record Details(AnnotationsView in, OpId annotation) implements Holder {
    @Override
    public MapView map() {
      return in.details(annotation);
    }
  }

  private record Nested(String path, ContainerId id, Holder in) {}

  private record Key(MapView in, String key) implements Holder {
    @Override
    public TextView text() {
      return in.text(key);
    }

    @Override
    public MapView map() {
      return in.map(key);
    }

    @Override
    public SetView set() {
      return in.set(key);
    }

    @Override
    public CounterView counter() {
      return in.counter(key);
    }

    @Override
    public ListView list() {
      return in.list(key);
    }

    @Override
    public TreeView tree() {
      return in.tree(key);
    }
  }

  private record Index(ListView in, int index) implements Holder {
    @Override
    public TextView text() {
      return in.text(index);
    }

    @Override
    public MapView map() {
      return in.map(index);
    }

    @Override
    public SetView set() {
      return in.set(index);
    }

    @Override
    public CounterView counter() {
      return in.counter(index);
    }

    @Override
    public ListView list() {
      return in.list(index);
    }

    @Override
    public TreeView tree() {
      return in.tree(index);
    }
  }

  /** What the views of the engine show. */
  static Picture of(DocumentState state) {
    Picture picture = new Picture();
    Deque<Nested> nested = new ArrayDeque<>();
    for (ContainerId.Root root : state.roots()) {
      String path = root.kind() + " " + root.name();
      switch (root.kind()) {
        case TEXT -> {
          picture.text(path, state.text(root.name()));
          picture.annotations(path, root, state.annotations(root), nested);
        }
        case SET -> picture.set(path, state.set(root.name()));
        case COUNTER -> picture.counter(path, state.counter(root.name()));
        case REGISTER -> picture.line(path, listed(state.register(root.name()).candidates()));
        case MAP -> picture.map(path, root, state.map(root.name()), nested);
        case LIST -> picture.list(path, root, state.list(root.name()), nested);
        case TREE -> picture.tree(path, root, state.tree(root.name()), nested);
        case ANNOTATIONS -> throw new AssertionError("annotations beside no text");
      }
    }
    while (!nested.isEmpty()) {
      Nested next = nested.pop();
      switch (next.id.kind()) {
        case TEXT -> {
          picture.text(next.path, next.in.text());
          picture.annotations(next.path, next.id, state.annotations(next.id), nested);
        }
        case SET -> picture.set(next.path, next.in.set());
        case COUNTER -> picture.counter(next.path, next.in.counter());
        case MAP -> picture.map(next.path, next.id, next.in.map(), nested);
        case LIST -> picture.list(next.path, next.id, next.in.list(), nested);
        case TREE -> picture.tree(next.path, next.id, next.in.tree(), nested);
        case REGISTER -> picture.line(next.path, listed(state.candidates(next.id, "")));
        case ANNOTATIONS -> throw new AssertionError("annotations beside no text");
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
      ContainerId of = op.op().container();
      if ((of instanceof ContainerId.Beside ? of.parent() : of) instanceof ContainerId.Root root) {
        if (paths.put(root, root.kind() + " " + root.name()) == null) {
          open.add(root);
        }
      }
    }
    while (!open.isEmpty()) {
      ContainerId id = open.pop();
      String path = paths.get(id);
      switch (id.kind()) {
        case TEXT -> {
          picture.text(path, ops, id);
          picture.annotations(path, id, ops, paths, open);
        }
        case SET -> picture.line(path, listed(NaiveSet.elements(ops, id)));
        case COUNTER -> picture.line(path, total(NaiveCounter.total(ops, id)));
        case REGISTER -> picture.line(path, listed(NaiveEntry.candidates(ops, id, "")));
        case MAP -> picture.map(path, id, ops, paths, open);
        case LIST -> picture.list(path, id, ops, paths, open);
        case TREE -> picture.tree(path, id, new NaiveTree(ops, id), paths, open);
        case ANNOTATIONS -> throw new AssertionError("annotations beside no text");
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
                nested.push(new Nested(path + "." + key, child, new Key(map, key)));
              }
            });
  }

  private void list(
      String path,
      ContainerId id,
      List<AppliedOp> ops,
      TreeMap<ContainerId, String> paths,
      Deque<ContainerId> open) {
    NaiveList list = new NaiveList(ops, id);
    int index = 0;
    for (OpId element : list.elements()) {
      String at = path + "[" + index++ + "]";
      List<Candidate> candidates = list.candidates(element);
      line(at, element + " " + candidates);
      if (candidates.get(0).value() instanceof Value.Nested nested) {
        ContainerId held = new ContainerId.Element(id, element, nested.kind());
        paths.put(held, at + " holds");
        open.push(held);
      }
    }
  }

  private void list(String path, ContainerId id, ListView list, Deque<Nested> nested) {
    List<ListItem> items = list.items();
    for (int index = 0; index < list.size(); index++) {
      String at = path + "[" + index + "]";
      OpId element = list.element(index);
      boolean agrees =
          items.get(index).equals(new ListItem(element, list.get(index)))
              && list.indexOf(element) == index;
      line(at, agrees ? element + " " + list.candidates(index) : "views that disagree");
      if (list.get(index) instanceof Value.Nested mark) {
        ContainerId held = new ContainerId.Element(id, element, mark.kind());
        nested.push(new Nested(at + " holds", held, new Index(list, index)));
      }
    }
    if (items.size() != list.size()) {
      line(path, "sizes that disagree");
    }
  }

  private void tree(String path, ContainerId id, TreeView tree, Deque<Nested> nested) {
    line(path, OutlinePicture.of(tree));
    List<OpId> nodes = new ArrayList<>();
    tree.walk().forEachRemaining(nodes::add);
    Deque<OpId> deleted = new ArrayDeque<>(tree.trash());
    while (!deleted.isEmpty()) {
      OpId node = deleted.pop();
      nodes.add(node);
      deleted.addAll(tree.children(node));
    }
    for (OpId node : nodes) {
      ContainerId data = new ContainerId.Element(id, node, Kind.MAP);
      nested.push(new Nested(path + "." + node, data, new Node(tree, node)));
    }
  }

  private void tree(
      String path,
      ContainerId id,
      NaiveTree tree,
      TreeMap<ContainerId, String> paths,
      Deque<ContainerId> open) {
    line(path, tree.shown());
    for (OpId node : tree.nodes()) {
      ContainerId data = new ContainerId.Element(id, node, Kind.MAP);
      paths.put(data, path + "." + node);
      open.push(data);
    }
  }

  private void annotations(
      String path, ContainerId text, AnnotationsView annotations, Deque<Nested> nested) {
    List<AnnotationItem> items = annotations.items();
    line(path + " annotations", listed(items));
    for (AnnotationItem item : items) {
      boolean agrees =
          annotations.find(item.id()).equals(Optional.of(item))
              && (item.start() == item.end() || annotations.at(item.start()).contains(item));
      line(path, agrees ? "" : "views that disagree");
      ContainerId details =
          new ContainerId.Element(NaiveAnnotations.beside(text), item.id(), Kind.MAP);
      nested.push(new Nested(path + "." + item.id(), details, new Details(annotations, item.id())));
    }
    if (items.size() != annotations.size()) {
      line(path, "sizes that disagree");
    }
  }

  private void annotations(
      String path,
      ContainerId text,
      List<AppliedOp> ops,
      TreeMap<ContainerId, String> paths,
      Deque<ContainerId> open) {
    List<AnnotationItem> items = new NaiveAnnotations(ops, text).items();
    line(path + " annotations", listed(items));
    for (AnnotationItem item : items) {
      ContainerId details =
          new ContainerId.Element(NaiveAnnotations.beside(text), item.id(), Kind.MAP);
      paths.put(details, path + "." + item.id());
      open.push(details);
    }
  }

  private void text(String path, TextView text) {
    line(path, text.content());
    if (text.length() > 0) {
      line(path + " marks", NaiveMarks.of(text));
    }
  }

  private void text(String path, List<AppliedOp> ops, ContainerId id) {
    String content = new NaiveText(ops, id).content();
    line(path, content);
    if (!content.isEmpty()) {
      line(path + " marks", new NaiveMarks(ops, id).toString());
    }
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
