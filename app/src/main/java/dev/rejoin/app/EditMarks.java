package dev.rejoin.app;

import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import java.util.List;

/** Formats that {@code edit} gives to a quoted part of a text, and takes away. */
final class EditMarks {
  private static final String LINK = "link";

  private EditMarks() {}

  /** Gives a format, {@code KEY} or {@code KEY=V}, to what is quoted. */
  static void mark(
      TextEdit text, FieldPath path, String format, List<String> on, List<String> nth) {
    int equals = format.indexOf('=');
    String key = equals < 0 ? format : format.substring(0, equals);
    Value value = equals < 0 ? Value.of(true) : Values.parse(format.substring(equals + 1));
    int from = find(text, path, "--mark", on, nth);
    text.mark(from, from + on.get(0).length(), key, value, expand(key));
  }

  static void unmark(TextEdit text, FieldPath path, String key, List<String> on, List<String> nth) {
    int from = find(text, path, "--unmark", on, nth);
    text.unmark(from, from + on.get(0).length(), key, expand(key));
  }

  /** A link ends where it ends; text typed at the end of any other format has it too. */
  private static Expand expand(String key) {
    return key.equals(LINK) ? Expand.NONE : Expand.AFTER;
  }

  private static int find(
      TextEdit text, FieldPath path, String option, List<String> on, List<String> nth) {
    if (on.isEmpty() || on.get(0).isEmpty()) {
      throw EditSteps.bad(option + " needs --on and the text that it is about, as it stands there");
    }
    String quote = on.get(0);
    int wanted = nth.isEmpty() ? 1 : EditSteps.number("--nth", "which one", nth.get(0));
    if (wanted < 1) {
      throw EditSteps.bad("--nth counts from 1, not " + wanted);
    }
    String content = text.content();
    int found = 0;
    for (int at = content.indexOf(quote); at >= 0; at = content.indexOf(quote, at + 1)) {
      if (++found == wanted) {
        return at;
      }
    }
    String times = found == 0 ? "" : " " + Formats.count(wanted, "time") + ", only " + found;
    throw EditSteps.bad("the text '" + path + "' does not contain '" + quote + "'" + times);
  }
}
