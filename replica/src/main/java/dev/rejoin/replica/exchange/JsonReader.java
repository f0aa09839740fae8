package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Content from JSON; what it cannot be is refused with the place where it stands. */
final class JsonReader {
  private JsonReader() {}

  static SortedMap<String, List<Content>> document(JsonNode file) {
    if (!file.isObject()) {
      throw bad("", "a document is an object: names of containers with what they hold");
    }
    SortedMap<String, List<Content>> roots = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : file.properties()) {
      String path = path("", field.getKey());
      JsonNode node = field.getValue();
      if (node.isObject() && node.size() == 1 && node.has("$kinds")) {
        roots.put(field.getKey(), kinds(node.get("$kinds"), path));
      } else if (!node.isNull()) {
        roots.put(field.getKey(), List.of(content(node, path, 1)));
      }
    }
    return roots;
  }

  private static List<Content> kinds(JsonNode node, String path) {
    List<Content> all = new ArrayList<>();
    Set<Class<?>> kinds = new HashSet<>();
    for (JsonNode one : array(node, path)) {
      Content content = content(one, path, 1);
      if (!kinds.add(content.getClass())) {
        throw bad(path, "containers of one name are of different kinds");
      }
      all.add(content);
    }
    return all;
  }

  private static Content content(JsonNode node, String path, int depth) {
    if (depth > Limits.MAX_NESTING) {
      throw new RejoinException(
          ErrorCode.NESTING_TOO_DEEP,
          "at %s: containers nest at most %d deep".formatted(shown(path), Limits.MAX_NESTING));
    }
    if (node.isArray()) {
      List<Content> items = new ArrayList<>();
      for (JsonNode item : node) {
        items.add(content(item, path + "/" + items.size(), depth + 1));
      }
      return new Content.Items(items);
    }
    if (!node.isObject()) {
      return new Content.Plain(plain(node, path));
    }
    String tag = tag(node);
    if (tag.isEmpty()) {
      return entries(node, path, depth);
    }
    JsonNode held = node.get(tag);
    String at = path(path, tag);
    return switch (tag) {
      case "$text" -> new Content.Text(text(held, at));
      case "$map" -> entries(held, at, depth);
      case "$set" -> elements(held, at);
      case "$counter" -> new Content.Count(whole(held, at));
      case "$tree" -> nodes(held, at, depth);
      default -> new Content.Plain(plain(node, path));
    };
  }

  /** The only key if it begins with $, else empty. */
  private static String tag(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      return "";
    }
    String name = node.fieldNames().next();
    return name.startsWith("$") ? name : "";
  }

  private static Content.Entries entries(JsonNode node, String path, int depth) {
    if (!node.isObject()) {
      throw bad(path, "$map holds an object");
    }
    SortedMap<String, Content> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isNull()) { // nothing under a key is a key that is not there
        String at = path(path, field.getKey());
        entries.put(field.getKey(), content(field.getValue(), at, depth + 1));
      }
    }
    return new Content.Entries(entries);
  }

  private static Content.Elements elements(JsonNode node, String path) {
    TreeSet<Value> elements = new TreeSet<>();
    for (JsonNode element : array(node, path)) {
      elements.add(plain(element, path));
    }
    return new Content.Elements(elements);
  }

  private static Content.Nodes nodes(JsonNode node, String path, int depth) {
    List<Content.Node> nodes = new ArrayList<>();
    int last = -1;
    for (JsonNode one : array(node, path)) {
      String at = path + "/" + nodes.size();
      if (!one.isObject() || !one.has("depth") || one.size() > 2) {
        throw bad(at, "a node is an object with depth and data");
      }
      long level = whole(one.get("depth"), at + "/depth");
      if (level < 0 || level > last + 1) {
        throw bad(at, "depth %d cannot follow depth %d".formatted(level, last));
      }
      last = (int) level;
      JsonNode data = one.path("data");
      Content held =
          data.isMissingNode()
              ? new Content.Entries(new TreeMap<>())
              : content(data, path(at, "data"), depth + 1);
      if (!(held instanceof Content.Entries entries)) {
        throw bad(at, "the data of a node is a map");
      }
      nodes.add(new Content.Node(last, entries));
    }
    return new Content.Nodes(nodes);
  }

  private static RichText text(JsonNode node, String path) {
    RichTextBuilder builder = new RichTextBuilder();
    if (node.isTextual()) {
      builder.add(node.textValue(), new TreeMap<>());
      return builder.build();
    }
    for (JsonNode piece : array(node, path)) {
      if (piece.isTextual()) {
        builder.add(piece.textValue(), new TreeMap<>());
        continue;
      }
      if (!piece.path("text").isTextual() || !piece.path("formats").isObject()) {
        throw bad(path, "a piece of a text is a string, or an object with text and formats");
      }
      SortedMap<String, Value> formats = new TreeMap<>();
      for (Map.Entry<String, JsonNode> format : piece.get("formats").properties()) {
        formats.put(format.getKey(), plain(format.getValue(), path(path, format.getKey())));
      }
      builder.add(piece.get("text").textValue(), formats);
    }
    return builder.build();
  }

  private static Value plain(JsonNode node, String path) {
    try {
      if (node.isTextual()) {
        return Value.of(node.textValue());
      } else if (node.isBoolean()) {
        return Value.of(node.booleanValue());
      } else if (node.isIntegralNumber()) {
        return Value.of(whole(node, path));
      } else if (node.isNumber()) {
        return real(node, path);
      }
      return switch (tag(node)) {
        case "$bytes" -> bytes(node.get("$bytes"), path);
        case "$real" -> namedReal(node.get("$real").asText(), path);
        default -> throw notPlain(node, path);
      };
    } catch (RefusedEditException e) {
      throw new RejoinException(
          ErrorCode.of(e.reason()), "at %s: %s".formatted(shown(path), e.getMessage()), e);
    }
  }

  private static Value real(JsonNode node, String path) {
    double number = node.doubleValue();
    if (!Double.isFinite(number)) {
      throw new RejoinException(
          ErrorCode.NOT_A_VALUE,
          "at %s: a number beyond 64 bits of floating point".formatted(shown(path)),
          "Write it as a string, or {\"$real\":\"Infinity\"}.",
          null);
    }
    return Value.of(number);
  }

  private static Value namedReal(String name, String path) {
    return switch (name) {
      case "NaN" -> Value.of(Double.NaN);
      case "Infinity" -> Value.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Value.of(Double.NEGATIVE_INFINITY);
      default -> throw bad(path, "$real is NaN, Infinity or -Infinity");
    };
  }

  private static Value bytes(JsonNode node, String path) {
    try {
      return Value.of(Base64.getDecoder().decode(node.asText("?")));
    } catch (RefusedEditException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw bad(path, "$bytes holds base64");
    }
  }

  private static long whole(JsonNode node, String path) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new RejoinException(
          ErrorCode.NOT_A_VALUE,
          "at %s: no whole number of 64 bits".formatted(shown(path)),
          "Write a larger number as a string; nothing of it is lost then.",
          null);
    }
    return node.longValue();
  }

  private static JsonNode array(JsonNode node, String path) {
    if (!node.isArray()) {
      throw bad(path, "an array is expected");
    }
    return node;
  }

  private static RejoinException notPlain(JsonNode node, String path) {
    String tag = tag(node);
    if (!tag.isEmpty()) {
      return bad(path, "%s is not known; a map with only this key is {\"$map\":…}".formatted(tag));
    }
    String what = node.getNodeType().name().toLowerCase(Locale.ROOT);
    return new RejoinException(
        ErrorCode.NOT_A_VALUE,
        "at %s: %s is no value here".formatted(shown(path), what),
        "Elements, formats and list items are strings, numbers, true, false, or $bytes.",
        null);
  }

  private static RejoinException bad(String path, String problem) {
    return new RejoinException(ErrorCode.BAD_FILE, "at %s: %s".formatted(shown(path), problem));
  }

  private static String shown(String path) {
    return path.isEmpty() ? "the top" : path.length() > 200 ? path.substring(0, 200) + "…" : path;
  }

  /** A JSON Pointer one step further. */
  private static String path(String above, String key) {
    return above + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
