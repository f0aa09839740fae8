package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a document shows, or a part of it, as JSON and as an indented tree for people. */
final class DocumentTree {
  /** How texts are shown: with escape codes for a terminal, with a list of their formats. */
  record Style(boolean styled, boolean runs) {}

  private final Style style;
  private final ObjectNode values = Json.object();
  private final ArrayNode conflicts = JsonNodeFactory.instance.arrayNode();
  private final ObjectNode formats = Json.object();
  private final ArrayNode deleted = JsonNodeFactory.instance.arrayNode();
  private final List<String> lines = new ArrayList<>();

  private DocumentTree(Style style) {
    this.style = style;
  }

  static DocumentTree of(Roots roots, List<ContainerId.Root> shown, Style style) {
    DocumentTree tree = new DocumentTree(style);
    for (ContainerId.Root root : shown) {
      tree.root(roots, root);
    }
    return tree;
  }

  /** The container of a kind at a path, which is there; {@link #values} has it under "value". */
  static DocumentTree of(Slot slot, Kind kind, FieldPath path, Style style) {
    DocumentTree tree = new DocumentTree(style);
    tree.values.set("value", tree.container(slot, kind, path.toString(), path.toString(), ""));
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

  /** The runs of each text that has formats, by path. */
  ObjectNode formats() {
    return formats;
  }

  /** The nodes that were deleted, which can be restored, with the paths of their trees. */
  ArrayNode deleted() {
    return deleted;
  }

  /** For people, with control characters made visible. */
  List<String> lines() {
    return lines;
  }

  private void line(String line) {
    lines.add(Formats.visible(line));
  }

  private void root(Roots roots, ContainerId.Root root) {
    String name = root.name();
    String kind = root.kind().name().toLowerCase(Locale.ROOT);
    String path = FieldPath.root(name).toString();
    ObjectNode same = values.withObject("/" + kind);
    if (root.kind() == Kind.REGISTER) {
      List<Candidate> candidates = roots.register(name).candidates();
      candidates.stream().findFirst().ifPresent(c -> same.set(name, Values.json(c.value())));
      line(path + "  (register)" + shown(candidates));
      conflict(path, candidates);
    } else {
      Slot slot = new Slot.OfRoot(roots, name);
      same.set(name, container(slot, root.kind(), path, path, ""));
    }
  }

  private JsonNode container(Slot slot, Kind kind, String label, String at, String indent) {
    return switch (kind) {
      case MAP -> {
        line(indent + label + "  (map)");
        yield map(slot.map(), at, indent + "  ", "");
      }
      case LIST -> {
        line(indent + label + "  (list)");
        yield list(slot.list(), at, indent + "  ");
      }
      case SET -> set(slot, label, indent);
      case COUNTER -> {
        long total = slot.counter().total();
        line(indent + label + "  (counter)  " + total);
        yield JsonNodeFactory.instance.numberNode(total);
      }
      case TEXT -> text(slot.text(), label, at, indent);
      case TREE -> tree(slot.tree(), label, at, indent);
      case REGISTER, ANNOTATIONS -> {
        line(indent + label + "  (register)");
        yield JsonNodeFactory.instance.nullNode();
      }
    };
  }

  /** All entries; one that stands elsewhere already gets no line, unless it is a conflict. */
  private ObjectNode map(MapView map, String path, String indent, String told) {
    ObjectNode object = Json.object();
    for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
      String key = entry.getKey();
      String at = path + "." + new FieldPath.Key(key);
      List<Candidate> candidates = map.candidates(key);
      Slot slot = new Slot.OfKey(map, key);
      Value value = entry.getValue();
      if (key.equals(told) && candidates.size() == 1 && !(value instanceof Value.Nested)) {
        object.set(key, Values.json(value));
      } else {
        object.set(key, value(slot, value, candidates, key, at, indent));
      }
      conflict(at, candidates);
    }
    return object;
  }

  private ArrayNode list(ListView list, String path, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<ListItem> items = list.items();
    for (int index = 0; index < items.size(); index++) {
      String label = "[" + index + "]";
      List<Candidate> candidates = list.candidates(index);
      Slot slot = new Slot.OfElement(list, index);
      Value value = items.get(index).value();
      array.add(value(slot, value, candidates, label, path + label, indent));
      conflict(path + label, candidates);
    }
    return array;
  }

  private JsonNode value(
      Slot slot, Value value, List<Candidate> all, String label, String at, String indent) {
    if (value instanceof Value.Nested nested) {
      return container(slot, nested.kind(), label, at, indent);
    }
    line(indent + label + shown(all));
    return Values.json(value);
  }

  private JsonNode text(TextView text, String label, String at, String indent) {
    String content = text.content();
    String units = indent.isEmpty() ? ", " + Formats.count(content.length(), "unit") : "";
    line(indent + label + "  (text" + units + ")");
    StyledText.lines(text, style.styled()).forEach(line -> lines.add(indent + "  " + line));
    ArrayNode runs = StyledText.json(text);
    if (!runs.isEmpty()) {
      formats.set(at, runs);
    }
    if (style.runs()) {
      StyledText.runs(text).forEach(run -> lines.add(indent + "  ~ " + run));
    }
    return JsonNodeFactory.instance.textNode(content);
  }

  /** The nodes from top to bottom, each with its depth: a deep tree makes no deep JSON. */
  private ArrayNode tree(TreeView tree, String label, String path, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<OpId> trash = tree.trash();
    String and = trash.isEmpty() ? "" : ", " + trash.size() + " deleted";
    line("%s%s  (tree, %s%s)".formatted(indent, label, Formats.count(tree.size(), "node"), and));
    Nodes.ShortIds ids = Nodes.ShortIds.of(tree);
    TreePicture picture = new TreePicture(tree);
    while (picture.hasNext()) {
      OpId node = picture.next();
      String id = ids.of(node);
      ObjectNode one = array.addObject().put("node", node.toString()).put("depth", picture.depth());
      one.put("id", id);
      line(indent + "  " + picture.branch() + called(tree, node, id));
      String inset = indent + "  " + picture.inset();
      one.set("data", map(tree.data(node), path + "[" + id + "]", inset, Nodes.NAME));
    }
    for (OpId node : trash) {
      String id = ids.of(node);
      line(indent + "  deleted: " + called(tree, node, id));
      deleted.addObject().put("path", path).put("node", node.toString()).put("id", id);
    }
    return array;
  }

  private static String called(TreeView tree, OpId node, String id) {
    String name = Nodes.name(tree, node);
    return name == null ? id : name + "  " + id;
  }

  private ArrayNode set(Slot slot, String label, String indent) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    slot.set().elements().forEach(element -> array.add(Values.json(element)));
    List<String> shown = slot.set().elements().stream().map(Value::toString).toList();
    line(indent + label + "  (set)  " + String.join(", ", shown));
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
