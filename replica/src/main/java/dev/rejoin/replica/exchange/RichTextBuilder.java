package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts a text with formats together, piece by piece. */
final class RichTextBuilder {
  private final StringBuilder text = new StringBuilder();
  private final List<FormatRun> formats = new ArrayList<>();

  int length() {
    return text.length();
  }

  void add(String piece, SortedMap<String, Value> attributes) {
    if (piece.isEmpty()) {
      return;
    }
    int from = text.length();
    text.append(piece);
    if (attributes.isEmpty()) {
      return;
    }
    int end = formats.size() - 1;
    FormatRun last = end < 0 ? null : formats.get(end);
    if (last != null && last.to() == from && last.attributes().equals(attributes)) {
      formats.set(end, new FormatRun(last.from(), text.length(), attributes));
    } else {
      formats.add(new FormatRun(from, text.length(), new TreeMap<>(attributes)));
    }
  }

  RichText build() {
    return new RichText(text.toString(), formats);
  }
}
