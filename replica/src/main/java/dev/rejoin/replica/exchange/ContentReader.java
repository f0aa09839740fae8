package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what containers show. */
final class ContentReader {
  private ContentReader() {}

  /** The containers of a document by name; several of one name are of different kinds. */
  static SortedMap<String, List<Content>> document(Document document) {
    return document.together(
        () -> {
          SortedMap<String, List<Content>> roots = new TreeMap<>();
          for (ContainerId.Root root : document.roots()) {
            root(document, root)
                .ifPresent(c -> roots.computeIfAbsent(root.name(), n -> new ArrayList<>()).add(c));
          }
          return roots;
        });
  }

  private static Optional<Content> root(Document document, ContainerId.Root root) {
    String name = root.name();
    return switch (root.kind()) {
      case TEXT -> Optional.of(new Content.Text(RichText.of(document.text(name))));
      case MAP -> Optional.of(map(document.map(name)));
      case LIST -> Optional.of(list(document.list(name)));
      case SET -> Optional.of(new Content.Elements(new TreeSet<>(document.set(name).elements())));
      case COUNTER -> Optional.of(new Content.Count(document.counter(name).total()));
      case TREE -> Optional.of(tree(document.tree(name)));
      case REGISTER -> document.register(name).value().map(Content.Plain::new);
      case ANNOTATIONS -> Optional.empty(); // they lie beside the text that they are on
    };
  }

  static Content.Entries map(MapView map) {
    SortedMap<String, Content> entries = new TreeMap<>();
    map.entries()
        .forEach(
            (key, value) -> {
              if (!(value instanceof Value.Nested nested)) {
                entries.put(key, new Content.Plain(value));
              } else if (nested.kind() != Kind.REGISTER) {
                entries.put(key, entry(map, key, nested.kind()));
              }
            });
    return new Content.Entries(entries);
  }

  private static Content entry(MapView map, String key, Kind kind) {
    return switch (kind) {
      case TEXT -> new Content.Text(RichText.of(map.text(key)));
      case MAP -> map(map.map(key));
      case LIST -> list(map.list(key));
      case SET -> new Content.Elements(new TreeSet<>(map.set(key).elements()));
      case COUNTER -> new Content.Count(map.counter(key).total());
      case TREE -> tree(map.tree(key));
      case REGISTER, ANNOTATIONS -> throw new IllegalArgumentException("no map holds a register");
    };
  }

  static Content.Items list(ListView list) {
    List<Content> items = new ArrayList<>();
    List<Value> values = list.values();
    for (int index = 0; index < values.size(); index++) {
      items.add(
          values.get(index) instanceof Value.Nested nested
              ? item(list, index, nested.kind())
              : new Content.Plain(values.get(index)));
    }
    return new Content.Items(items);
  }

  private static Content item(ListView list, int index, Kind kind) {
    return switch (kind) {
      case TEXT -> new Content.Text(RichText.of(list.text(index)));
      case MAP -> map(list.map(index));
      case LIST -> list(list.list(index));
      case SET -> new Content.Elements(new TreeSet<>(list.set(index).elements()));
      case COUNTER -> new Content.Count(list.counter(index).total());
      case TREE -> tree(list.tree(index));
      case REGISTER, ANNOTATIONS -> throw new IllegalArgumentException("no list holds a register");
    };
  }

  static Content.Nodes tree(TreeView tree) {
    List<Content.Node> nodes = new ArrayList<>();
    for (Iterator<OpId> walk = tree.walk(); walk.hasNext(); ) {
      OpId node = walk.next();
      nodes.add(new Content.Node(tree.depth(node), map(tree.data(node))));
    }
    return new Content.Nodes(nodes);
  }
}
