package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.DocumentSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a document holds or asks for that is beyond this command. */
final class Newer {
  private Newer() {}

  /** Adds {@code newer} and {@code schema} where there is something to say. */
  static void addTo(ObjectNode answer, Document document) {
    DocumentSchema schema = document.schema();
    Map<Integer, Integer> rows = schema.unknownRows();
    if (!rows.isEmpty()) {
      ObjectNode newer = answer.putObject("newer");
      newer.put("code", ErrorCode.UNKNOWN_TYPE_PRESERVED.code());
      newer.put("count", count(rows));
      ObjectNode kinds = newer.putObject("kinds");
      rows.forEach((kind, count) -> kinds.put(Integer.toString(kind), count));
    }
    SchemaNumbers needed = schema.needed();
    if (needed.version() > 0) {
      answer
          .putObject("schema")
          .put("version", needed.version())
          .put("min_reader", needed.minReader())
          .put("min_writer", needed.minWriter())
          .put("read_only", schema.isReadOnly());
    }
  }

  /** The same for people. */
  static List<String> lines(Document document) {
    List<String> lines = new ArrayList<>();
    Map<Integer, Integer> rows = document.schema().unknownRows();
    if (!rows.isEmpty()) {
      lines.add(
          "▲ %s %s made by a newer version; kept, but not shown (%s). %s"
              .formatted(
                  Formats.count(count(rows), "thing"),
                  count(rows) == 1 ? "was" : "were",
                  ErrorCode.UNKNOWN_TYPE_PRESERVED.code(),
                  ErrorCode.UNKNOWN_TYPE_PRESERVED.remedy()));
    }
    SchemaNumbers needed = document.schema().needed();
    if (document.schema().isReadOnly()) {
      lines.add(
          "▲ Edited by software with version %d of its schema or later only (%s)."
              .formatted(
                  Math.max(needed.minWriter(), needed.minReader()), ErrorCode.NEEDS_WRITER.code()));
    }
    return lines;
  }

  private static int count(Map<Integer, Integer> rows) {
    return rows.values().stream().mapToInt(Integer::intValue).sum();
  }
}
