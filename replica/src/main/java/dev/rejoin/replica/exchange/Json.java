package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rejoin.crdt.Limits;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;

/** Reads JSON strictly and writes it for people: one line for each thing, always alike. */
final class Json {
  /** A container may take a few levels of JSON. */
  private static final int MAX_DEPTH = 8 * Limits.MAX_NESTING;

  /** More than fits into a transaction. */
  private static final int MAX_STRING = 64 * 1_024 * 1_024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private Json() {}

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
  }

  static String write(JsonNode node) {
    try {
      return WRITER.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  /**
   * Reads one JSON value.
   *
   * @throws RejoinException NESTING_TOO_DEEP, or BAD_FILE with line and column
   */
  static JsonNode read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw new RejoinException(ErrorCode.BAD_FILE, "the file is empty");
      }
      return node;
    } catch (StreamConstraintsException e) {
      boolean deep = e.getOriginalMessage().contains("nesting depth");
      throw new RejoinException(
          deep ? ErrorCode.NESTING_TOO_DEEP : ErrorCode.VALUE_TOO_LARGE, where(e), e);
    } catch (JsonProcessingException e) {
      throw new RejoinException(ErrorCode.BAD_FILE, "not JSON, " + where(e), e);
    }
  }

  private static String where(JsonProcessingException e) {
    String problem = e.getOriginalMessage().lines().findFirst().orElse("");
    return e.getLocation() == null
        ? problem
        : "line %d, column %d: %s"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), problem);
  }
}
