package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A text with its formats: as lines for a terminal, as a list of runs, and as JSON. */
final class StyledText {
  /** What a terminal can show of the usual formats. */
  private static final Map<String, String> CODES =
      Map.of("bold", "1", "italic", "3", "underline", "4", "link", "4", "strike", "9");

  private StyledText() {}

  /** Lines with control characters made visible, and with escape codes where {@code styled}. */
  static List<String> lines(TextView text, boolean styled) {
    String content = text.content();
    if (!styled) {
      return content.lines().map(Formats::visible).toList();
    }
    StringBuilder shown = new StringBuilder();
    for (FormatRun run : text.formats()) {
      String codes = codes(run);
      String open = codes.isEmpty() ? "" : "\u001b[" + codes + "m";
      String close = codes.isEmpty() ? "" : "\u001b[0m";
      List<String> parts = new ArrayList<>();
      for (String part : content.substring(run.from(), run.to()).split("\r\n|\r|\n", -1)) {
        parts.add(part.isEmpty() ? "" : open + Formats.visible(part) + close);
      }
      shown.append(String.join("\n", parts));
    }
    return shown.toString().lines().toList();
  }

  private static String codes(FormatRun run) {
    List<String> codes = new ArrayList<>();
    run.attributes()
        .forEach(
            (key, value) -> {
              String code = CODES.get(key);
              if (code != null && !value.equals(Value.of(false)) && !codes.contains(code)) {
                codes.add(code);
              }
            });
    return String.join(";", codes);
  }

  /** A line for each run that has formats: from where up to where, and which. */
  static List<String> runs(TextView text) {
    List<List<String>> rows = new ArrayList<>();
    for (FormatRun run : text.formats()) {
      if (!run.attributes().isEmpty()) {
        List<String> formats = new ArrayList<>();
        run.attributes()
            .forEach((key, value) -> formats.add(key + (isOn(value) ? "" : "=" + value)));
        rows.add(List.of(run.from() + "–" + run.to(), String.join(", ", formats)));
      }
    }
    return Formats.table(rows).stream().map(Formats::visible).toList();
  }

  private static boolean isOn(Value value) {
    return value.equals(Value.of(true));
  }

  /** The runs that have formats. */
  static ArrayNode json(TextView text) {
    ArrayNode runs = Json.MAPPER.createArrayNode();
    for (FormatRun run : text.formats()) {
      if (!run.attributes().isEmpty()) {
        ObjectNode one = runs.addObject().put("from", run.from()).put("to", run.to());
        one.set("attributes", Values.json(run.attributes()));
      }
    }
    return runs;
  }
}
