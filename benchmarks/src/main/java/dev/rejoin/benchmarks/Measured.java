package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of a measuring process: a row's numbers, or why there are none.
 *
 * @param line as the process wrote it: with {@code millis} and {@code min}, with {@code bytes}, or
 *     with one of {@code overMillis}, {@code failed}, {@code none}
 */
record Measured(Job job, String row, ObjectNode line) {
  boolean has(Row.Field field) {
    return line.hasNonNull(field.key());
  }

  double number(Row.Field field) {
    return line.get(field.key()).doubleValue();
  }

  /** The same with where it belongs, as it is stored. */
  ObjectNode stored() {
    ObjectNode stored =
        Harness.line()
            .put("peer", job.peer().label())
            .put("section", job.section())
            .put("round", job.round());
    stored.setAll(line);
    return stored;
  }
}
