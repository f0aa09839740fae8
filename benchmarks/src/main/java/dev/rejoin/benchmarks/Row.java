package dev.rejoin.benchmarks;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of a table: what is measured, and by which workload.
 *
 * @param name what measuring processes call it, and {@code --rows}
 * @param workload the work that a process does for it, which may fill several rows
 * @param field where its number is in the line of a process
 * @param title what readers see
 */
record Row(String name, String workload, Field field, String title) {
  /** What a number is. */
  enum Field {
    MILLIS("millis"),
    BYTES("bytes"),
    DEFLATED("deflated");

    private final String key;

    Field(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  static final String SEQUENTIAL = "sequential";
  static final String CONCURRENT = "concurrent";
  static final String COLD = "cold";
  static final String HEAP = "heap";

  /** Not a row of a table but a section of its own, about Rejoin alone. */
  static final String SIGNED = "signed";

  private static final List<Row> TRACE =
      List.of(
          millis("local", SEQUENTIAL, "type, one edit per transaction"),
          millis("local-kept", SEQUENTIAL, "the same, the encoded change of each kept"),
          millis("remote-each", SEQUENTIAL, "take these changes in, one at a time"),
          millis("remote-batch", SEQUENTIAL, "take everything in at once, read the text"),
          millis("save", SEQUENTIAL, "save"),
          millis("load", SEQUENTIAL, "load, read the text"),
          millis("load-edit", SEQUENTIAL, "load, one insert in the middle"),
          millis(COLD, COLD, "first 1,000 keystrokes of a fresh process"),
          bytes("size-changes", SEQUENTIAL, "size: all changes, one per edit"),
          bytes("size-history", SEQUENTIAL, "size: whole history"),
          deflated("size-history", "size: whole history, deflated"),
          bytes("size-snapshot", SEQUENTIAL, "size: snapshot with deleted text"),
          deflated("size-snapshot", "size: snapshot with deleted text, deflated"),
          bytes("size-state", SEQUENTIAL, "size: snapshot without deleted text"),
          deflated("size-state", "size: snapshot without deleted text, deflated"),
          bytes(HEAP, HEAP, "memory of a loaded document"));

  private static final List<Row> MERGE =
      List.of(
          millis("merge-stream", CONCURRENT, "take everything in, change by change"),
          millis("merge-batch", CONCURRENT, "take everything in at once, read the text"));

  private static final List<Row> SHAPES =
      List.of(
          millis("ping-pong", "ping-pong", "two users take turns"),
          millis("one-sided", "one-sided", "two type at once, one of them takes nothing in"),
          millis("offline", "offline", "two type apart for long, then merge"),
          millis("prepend", "prepend", "take in what many replicas typed at one place"),
          millis("random", "random", "single letters anywhere in a large text"),
          millis("undo", "undo", "delete everything, then undo"),
          millis("anchors", "anchors", "set anchors, edit, find them again"),
          millis("anchors-resolve", "anchors", "… the finding alone"),
          millis("map-local", "maps", "put into a map"),
          millis("map-remote", "maps", "take the changes of the map in, one at a time"),
          millis("counter-local", "counters", "count"),
          millis("counter-remote", "counters", "take the changes of the counter in, one at a time"),
          millis("set-local", "sets", "add to and discard from a set"),
          millis("set-remote", "sets", "take the changes of the set in, one at a time"),
          millis("list-move", "lists", "move within a short list (most others: delete, insert)"),
          millis(
              "list-move-large", "lists", "move within a long list (most others: delete, insert)"),
          millis("list-remote", "lists", "take these moves in, one at a time"),
          millis("tree-move", "trees", "move nodes of a tree"),
          millis("tree-move-large", "trees", "move nodes of a large tree"),
          millis("tree-remote", "trees", "take these moves in, one at a time"),
          millis("tree-merge", "trees", "two move nodes apart, then merge"),
          millis("marks", "marks", "mark bold and type, read all formats"),
          millis("marks-remote", "marks", "take that in, change by change, read all formats"),
          millis("annotations", "annotations", "annotate and type, find all annotations"),
          millis("annotations-find", "annotations", "… the finding alone"),
          millis("undo-steps", "undo-steps", "take many steps back, others at work"),
          millis("redo-steps", "undo-steps", "and forth again, others still at work"));

  private static Row millis(String name, String workload, String title) {
    return new Row(name, workload, Field.MILLIS, title);
  }

  private static Row bytes(String name, String workload, String title) {
    return new Row(name, workload, Field.BYTES, title);
  }

  private static Row deflated(String name, String title) {
    return new Row(name, SEQUENTIAL, Field.DEFLATED, title);
  }

  /** The rows of a sequential trace. */
  static List<Row> ofTrace() {
    return TRACE;
  }

  /** The rows of a concurrent trace. */
  static List<Row> ofMerge() {
    return MERGE;
  }

  /** The rows that need no trace. */
  static List<Row> ofShapes() {
    return SHAPES;
  }

  /** Refuses names that no row has. */
  static void check(List<String> names) {
    List<String> known =
        Stream.concat(
                Stream.of(TRACE, MERGE, SHAPES).flatMap(List::stream).map(Row::name).distinct(),
                Stream.of(SIGNED))
            .toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "there is no row '" + name + "'",
            "Choose among " + String.join(", ", known) + ".",
            null);
      }
    }
  }
}
