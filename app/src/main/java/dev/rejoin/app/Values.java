package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Value;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as people and scripts write them. */
final class Values {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern REAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private Values() {}

  /** A number, true, false or quoted string of JSON; anything else is the text itself. */
  static Value parse(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        return Value.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        return Value.of(text); // more than 64 bits: as text nothing of it is lost
      }
    }
    if (REAL.matcher(text).matches()) {
      return Value.of(Double.parseDouble(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return Value.of(Boolean.parseBoolean(text));
    }
    return Value.of(text.startsWith("\"") ? unquoted(text) : text);
  }

  private static String unquoted(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node.isTextual() ? node.asText() : text;
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  /** Values by key as JSON; null where a value is gone. */
  static JsonNode json(SortedMap<String, @Nullable Value> values) {
    ObjectNode node = Json.object();
    values.forEach(
        (key, value) ->
            node.set(key, value == null ? JsonNodeFactory.instance.nullNode() : json(value)));
    return node;
  }

  /** A value as JSON; bytes and numbers that JSON does not have become objects that say so. */
  static JsonNode json(Value value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Value.Int whole) {
      return nodes.numberNode(whole.number64());
    } else if (value instanceof Value.Real real) {
      return Double.isFinite(real.number64())
          ? nodes.numberNode(real.number64())
          : Json.object().put("real", real.toString());
    } else if (value instanceof Value.Bool bool) {
      return nodes.booleanNode(bool.truth());
    } else if (value instanceof Value.Bytes bytes) {
      return Json.object().put("bytes", bytes.content());
    }
    return nodes.textNode(value.toString());
  }
}
