package dev.rejoin.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a measuring process is told, as JSON on its command line.
 *
 * @param trace the file with the trace in the form of {@link TraceFiles}, where there is one
 * @param saved the file in which the saved document goes from one process to another
 * @param rows which rows to measure, or null for all
 * @param scale how large the shapes are, 1 for the sizes in the documentation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChildOptions(
    @Nullable String trace,
    @Nullable String saved,
    @Nullable List<String> rows,
    int warmMillis,
    int budgetMillis,
    int limitMillis,
    double scale) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options can always be written: " + this, e);
    }
  }

  static ChildOptions parse(String json) {
    try {
      return MAPPER.readValue(json, ChildOptions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("these are no options: " + json, e);
    }
  }

  boolean wants(String row) {
    return rows == null || rows.contains(row);
  }
}
