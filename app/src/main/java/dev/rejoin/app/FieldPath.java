package dev.rejoin.app;

import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;

/**
 * A path into a document, such as {@code meta.room}: a container, then keys of maps in maps.
 *
 * <p>A backslash takes the next character as it is, so {@code meta.v1\.2} has two segments.
 */
record FieldPath(List<String> segments) {
  FieldPath {
    segments = List.copyOf(segments);
  }

  static FieldPath parse(String text) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        segment.append(text.charAt(++i));
      } else if (c == '.') {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    if (segments.contains("")) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + text + "' is not a path: a name in it is empty",
          "Write it like meta.room; a dot that belongs to a name is written \\.",
          null);
    }
    return new FieldPath(segments);
  }

  String first() {
    return segments.get(0);
  }

  String last() {
    return segments.get(segments.size() - 1);
  }

  /** Whether the path is a container directly in the document. */
  boolean isRoot() {
    return segments.size() == 1;
  }

  /** The map that holds the last segment, made where it is missing. */
  MapEdit parent(DocumentEdit tx) {
    MapEdit map = tx.map(first());
    for (String key : segments.subList(1, segments.size() - 1)) {
      map = map.map(key);
    }
    return map;
  }

  @Override
  public String toString() {
    return String.join(
        ".", segments.stream().map(s -> s.replace("\\", "\\\\").replace(".", "\\.")).toList());
  }
}
