package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as the command writes it: one object on one line, fields in the order they were put. */
final class Json {
  /** The version of everything the command writes as JSON; raised when a field changes meaning. */
  private static final int VERSION = 1;

  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A fresh answer, with its version in front. */
  static ObjectNode answer() {
    return object().put("v", VERSION);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String line(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written: " + node, e);
    }
  }
}
