package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything that a document shows, as JSON and as an indented tree for people. */
final class DocumentTree {
  /** Deeper nodes of a tree are indented no further. */
  private static final int MAX_INSETS = 40;

  private final ObjectNode values = Json.object();
  private final ArrayNode conflicts = JsonNodeFactory.instance.arrayNode();
  private final List<String> lines = new ArrayList<>();

  private DocumentTree() {}

  static DocumentTree of(Document document) {
    DocumentTree tree = new DocumentTree();
    for (ContainerId.Root root : document.roots()) {
      tree.root(document, root);
    }
    return tree;
  }

  /** By kind of container, then by its name, because two kinds may share one. */
  ObjectNode values() {
    return values;
  }

  /** Fields that were set apart: their paths and every candidate, the shown one first. */
  ArrayNode conflicts() {
    return conflicts;
  }

  List<String> lines() {
    return lines;
  }

  private void root(Document document, ContainerId.Root root) {
    String name = root.name();
    String kind = root.kind().name().toLowerCase(Locale.ROOT);
    String path = new FieldPath(List.of(name)).toString();
    ObjectNode same = values.withObject("/" + kind);
    switch (root.kind()) {
      case TEXT -> {
        String text = document.text(name).content();
        same.put(name, text);
        lines.add("%s  (text, %s)".formatted(path, Formats.count(text.length(), "unit")));
        text.lines().forEach(line -> lines.add("  " + line));
      }
      case MAP -> {
        lines.add(path + "  (map)");
        same.set(name, map(document.map(name), path, "  "));
      }
      case LIST -> same.set(name, nestedList(document.list(name), path, path, ""));
      case SET -> same.set(name, set(document.set(name), path, "  (set)", ""));
      case COUNTER -> {
        same.put(name, document.counter(name).total());
        lines.add(path + "  (counter)  " + document.counter(name).total());
      }
      case TREE -> same.set(name, tree(document.tree(name), name, path, ""));
      case REGISTER -> {
        List<Candidate> candidates = document.register(name).candidates();
        candidates.stream().findFirst().ifPresent(c -> same.set(name, Values.json(c.value())));
        lines.add(path + "  (register)" + shown(candidates));
        conflict(path, candidates);
      }
    }
  }

  private ObjectNode map(MapView map, String path, String indent) {
    ObjectNode object = Json.object();
    for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
      String key = entry.getKey();
      String at = path + "." + new FieldPath(List.of(key));
      List<Candidate> candidates = map.candidates(key);
      object.set(key, entry(map, key, entry.getValue(), candidates, at, indent));
      conflict(at, candidates);
    }
    return object;
  }

  private JsonNode entry(
      MapView map, String key, Value value, List<Candidate> candidates, String at, String indent) {
    if (!(value instanceof Value.Nested nested)) {
      lines.add(indent + key + shown(candidates));
      return Values.json(value);
    }
    return switch (nested.kind()) {
      case MAP -> nestedMap(map.map(key), key, at, indent);
      case LIST -> nestedList(map.list(key), key, at, indent);
      case SET -> set(map.set(key), key, "  (set)", indent);
      case COUNTER -> counter(map.counter(key).total(), key, indent);
      case TEXT -> text(map.text(key).content(), key, indent);
      case TREE -> tree(map.tree(key), key, at, indent);
      case REGISTER -> unknown(nested, key, indent);
    };
  }

  private ArrayNode list(ListView list, String path, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<ListItem> items = list.items();
    for (int index = 0; index < items.size(); index++) {
      String at = path + "[" + index + "]";
      List<Candidate> candidates = list.candidates(index);
      array.add(element(list, index, items.get(index).value(), candidates, at, indent));
      conflict(at, candidates);
    }
    return array;
  }

  private JsonNode element(
      ListView list, int index, Value value, List<Candidate> all, String at, String indent) {
    String label = "[" + index + "]";
    if (!(value instanceof Value.Nested nested)) {
      lines.add(indent + label + shown(all));
      return Values.json(value);
    }
    return switch (nested.kind()) {
      case MAP -> nestedMap(list.map(index), label, at, indent);
      case LIST -> nestedList(list.list(index), label, at, indent);
      case SET -> set(list.set(index), label, "  (set)", indent);
      case COUNTER -> counter(list.counter(index).total(), label, indent);
      case TEXT -> text(list.text(index).content(), label, indent);
      case TREE -> tree(list.tree(index), label, at, indent);
      case REGISTER -> unknown(nested, label, indent);
    };
  }

  private ObjectNode nestedMap(MapView map, String label, String at, String indent) {
    lines.add(indent + label + "  (map)");
    return map(map, at, indent + "  ");
  }

  private ArrayNode nestedList(ListView list, String label, String at, String indent) {
    lines.add(indent + label + "  (list)");
    return list(list, at, indent + "  ");
  }

  private JsonNode counter(long total, String label, String indent) {
    lines.add(indent + label + "  (counter)  " + total);
    return JsonNodeFactory.instance.numberNode(total);
  }

  private JsonNode text(String content, String label, String indent) {
    lines.add(indent + label + "  (text)");
    content.lines().forEach(line -> lines.add(indent + "  " + line));
    return JsonNodeFactory.instance.textNode(content);
  }

  private JsonNode unknown(Value.Nested nested, String label, String indent) {
    lines.add(indent + label + "  (" + nested.kind() + ")");
    return JsonNodeFactory.instance.nullNode();
  }

  /** The nodes from top to bottom, each with its depth: a deep tree makes no deep JSON. */
  private ArrayNode tree(TreeView tree, String name, String path, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int deleted = tree.trash().size();
    String trash = deleted == 0 ? "" : ", " + deleted + " deleted";
    lines.add(
        "%s%s  (tree, %s%s)".formatted(indent, name, Formats.count(tree.size(), "node"), trash));
    for (Iterator<OpId> walk = tree.walk(); walk.hasNext(); ) {
      OpId node = walk.next();
      int depth = tree.depth(node);
      String inset = indent + "  ".repeat(Math.min(depth, MAX_INSETS) + 1);
      lines.add(inset + "• " + node);
      ObjectNode one = array.addObject().put("node", node.toString()).put("depth", depth);
      one.set("data", map(tree.data(node), path + "[" + node + "]", inset + "  "));
    }
    return array;
  }

  private ArrayNode set(SetView set, String name, String kind, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    set.elements().forEach(element -> array.add(Values.json(element)));
    List<String> shown = set.elements().stream().map(Value::toString).toList();
    lines.add(indent + name + kind + "  " + String.join(", ", shown));
    return array;
  }

  private static String shown(List<Candidate> candidates) {
    String more = candidates.size() > 1 ? "   (◆ " + candidates.size() + " candidates)" : "";
    return candidates.isEmpty() ? "" : "  " + candidates.get(0).value() + more;
  }

  private void conflict(String path, List<Candidate> candidates) {
    if (candidates.size() > 1) {
      ObjectNode conflict = conflicts.addObject().put("path", path);
      ArrayNode all = conflict.putArray("candidates");
      candidates.forEach(c -> all.add(Values.json(c.value())));
    }
  }
}
