package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text with its formats. Immutable.
 *
 * @param text the units
 * @param formats only runs that have formats, in order; neighbours differ
 */
record RichText(String text, List<FormatRun> formats) {
  RichText {
    formats = List.copyOf(formats);
  }

  static RichText of(TextView view) {
    RichTextBuilder builder = new RichTextBuilder();
    String text = view.content();
    for (FormatRun run : view.formats()) {
      builder.add(text.substring(run.from(), run.to()), run.attributes());
    }
    return builder.build();
  }

  /** Where one format has a value, in order. */
  record Stretch(int from, int to, Value value) {}

  /** The stretches of one format, neighbours with the same value joined. */
  static SortedMap<String, List<Stretch>> byKey(List<FormatRun> runs) {
    SortedMap<String, List<Stretch>> keys = new TreeMap<>();
    for (FormatRun run : runs) {
      run.attributes()
          .forEach(
              (key, value) -> {
                List<Stretch> all = keys.computeIfAbsent(key, k -> new ArrayList<>());
                Stretch last = all.isEmpty() ? null : all.get(all.size() - 1);
                if (last != null && last.to() == run.from() && last.value().equals(value)) {
                  all.set(all.size() - 1, new Stretch(last.from(), run.to(), value));
                } else {
                  all.add(new Stretch(run.from(), run.to(), value));
                }
              });
    }
    return keys;
  }
}
