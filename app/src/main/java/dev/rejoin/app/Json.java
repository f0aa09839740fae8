package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as the command writes it: one object on one line, fields in the order they were put. */
final class Json {
  /** The version of everything the command writes as JSON; raised when a field changes meaning. */
  private static final int VERSION = 1;

  static final ObjectMapper MAPPER = new ObjectMapper();

  /** Escapes everything beyond ASCII, so that a chunk may end inside a surrogate pair. */
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** A fresh answer, with its version in front. */
  static ObjectNode answer() {
    return object().put("v", VERSION);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String line(JsonNode node) {
    return write(MAPPER, node);
  }

  static String asciiLine(JsonNode node) {
    return write(ASCII, node);
  }

  private static String write(ObjectMapper mapper, JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written: " + node, e);
    }
  }
}
