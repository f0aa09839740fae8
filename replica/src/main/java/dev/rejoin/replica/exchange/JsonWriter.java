package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.SortedMap;

/** Content as JSON: plain where that says all, else an object with one key that begins with $. */
final class JsonWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonWriter() {}

  static ObjectNode document(SortedMap<String, List<Content>> roots) {
    ObjectNode object = NODES.objectNode();
    roots.forEach((name, all) -> object.set(name, all.size() == 1 ? json(all.get(0)) : kinds(all)));
    return object;
  }

  private static ObjectNode kinds(List<Content> all) {
    ObjectNode object = NODES.objectNode();
    ArrayNode array = object.putArray("$kinds");
    all.forEach(content -> array.add(json(content)));
    return object;
  }

  private static JsonNode json(Content content) {
    if (content instanceof Content.Plain plain) {
      return value(plain.value());
    } else if (content instanceof Content.Text text) {
      return tagged("$text", text(text.text()));
    } else if (content instanceof Content.Entries entries) {
      return entries(entries);
    } else if (content instanceof Content.Items items) {
      ArrayNode array = NODES.arrayNode();
      items.items().forEach(item -> array.add(json(item)));
      return array;
    } else if (content instanceof Content.Elements elements) {
      ArrayNode array = NODES.arrayNode();
      elements.elements().forEach(element -> array.add(value(element)));
      return tagged("$set", array);
    } else if (content instanceof Content.Count count) {
      return tagged("$counter", NODES.numberNode(count.total()));
    }
    return tagged("$tree", nodes((Content.Nodes) content));
  }

  private static JsonNode entries(Content.Entries entries) {
    ObjectNode object = NODES.objectNode();
    entries.entries().forEach((key, content) -> object.set(key, json(content)));
    boolean looksTagged = object.size() == 1 && object.fieldNames().next().startsWith("$");
    return looksTagged ? tagged("$map", object) : object;
  }

  private static ArrayNode nodes(Content.Nodes nodes) {
    ArrayNode array = NODES.arrayNode();
    for (Content.Node node : nodes.nodes()) {
      ObjectNode one = array.addObject().put("depth", node.depth());
      one.set("data", entries(node.data()));
    }
    return array;
  }

  private static JsonNode text(RichText text) {
    if (text.formats().isEmpty()) {
      return NODES.textNode(text.text());
    }
    ArrayNode array = NODES.arrayNode();
    int at = 0;
    for (FormatRun run : text.formats()) {
      if (run.from() > at) {
        array.add(text.text().substring(at, run.from()));
      }
      ObjectNode one = array.addObject().put("text", text.text().substring(run.from(), run.to()));
      ObjectNode formats = one.putObject("formats");
      run.attributes().forEach((key, value) -> formats.set(key, value(value)));
      at = run.to();
    }
    if (at < text.text().length()) {
      array.add(text.text().substring(at));
    }
    return array;
  }

  private static JsonNode value(Value value) {
    if (value instanceof Value.Int whole) {
      return NODES.numberNode(whole.number64());
    } else if (value instanceof Value.Real real) {
      return Double.isFinite(real.number64())
          ? NODES.numberNode(real.number64())
          : tagged("$real", NODES.textNode(real.toString()));
    } else if (value instanceof Value.Bool bool) {
      return NODES.booleanNode(bool.truth());
    } else if (value instanceof Value.Bytes bytes) {
      return tagged("$bytes", NODES.binaryNode(bytes.content()));
    }
    return NODES.textNode(value.toString());
  }

  private static ObjectNode tagged(String tag, JsonNode node) {
    ObjectNode object = NODES.objectNode();
    object.set(tag, node);
    return object;
  }
}
