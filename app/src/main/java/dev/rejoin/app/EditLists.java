package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elements that {@code edit} adds to lists: values, or maps and lists written as JSON. */
final class EditLists {
  private EditLists() {}

  /** Inserts at the end of the list that a path names, or in front of the element it names. */
  static void push(DocumentEdit tx, FieldPath path, String value) {
    FieldPath.Step last = path.last();
    boolean end = !(last instanceof FieldPath.Element);
    FieldPath of = last instanceof FieldPath.Key ? path : path.parent();
    ListEdit list = (ListEdit) EditSteps.slot(tx, of).list();
    int index = end ? list.size() : ((FieldPath.Element) last).index();
    JsonNode json = structure(value);
    if (json == null) {
      list.insert(index, Values.parse(value));
    } else {
      insert(list, index, json);
    }
  }

  /** A map or list in JSON; null if it is neither. */
  private static @Nullable JsonNode structure(String text) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw EditSteps.bad(
          "'" + text + "' is not JSON; a text that begins with { or [ is written in quotes");
    }
  }

  /** Recursion ends where containers nest too deep. */
  private static void insert(ListEdit list, int index, JsonNode json) {
    if (json.isObject()) {
      fill(list.insertMap(index), json);
    } else if (json.isArray()) {
      fill(list.insertList(index), json);
    } else {
      list.insert(index, value(json));
    }
  }

  private static void fill(ListEdit list, JsonNode array) {
    array.forEach(element -> insert(list, list.size(), element));
  }

  private static void fill(MapEdit map, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode json = field.getValue();
      if (json.isObject()) {
        fill(map.map(field.getKey()), json);
      } else if (json.isArray()) {
        fill(map.list(field.getKey()), json);
      } else {
        map.put(field.getKey(), value(json));
      }
    }
  }

  private static Value value(JsonNode json) {
    if (json.isTextual()) {
      return Value.of(json.textValue());
    }
    if (json.isNull()) {
      throw EditSteps.bad("null is no value: leave the field out");
    }
    return Values.parse(json.toString());
  }
}
