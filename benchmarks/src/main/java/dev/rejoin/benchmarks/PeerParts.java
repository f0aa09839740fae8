package dev.rejoin.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document may hold besides text and values; each edit is one transaction. */
final class PeerParts {
  private PeerParts() {}

  /** A list of numbers. */
  interface Numbers {
    /** What has to be known about how it moves, or an empty text. */
    String note();

    void addAll(List<Integer> numbers);

    /** Moves one, which is at {@code to} afterwards. */
    void move(int from, int to);

    List<Integer> all();
  }

  /** A tree; nodes are whatever the library names them by, null is the top. */
  interface Nodes {
    /**
     * Creates nodes as last children, in one transaction.
     *
     * @param nodes gets the new ones
     * @param parents places in {@code nodes}, which grows meanwhile; -1 for the top
     */
    void create(List<Object> nodes, List<Integer> parents);

    void move(Object node, @Nullable Object parent, int index);

    List<?> children(@Nullable Object parent);
  }

  /** A range of a text: {@code from} (included) to {@code to} (excluded). */
  record Range(int from, int to) {}

  /** What is bold in the text. Bold grows at its end. */
  interface Bold {
    void mark(int from, int to);

    void unmark(int from, int to);

    /** What is bold now. */
    List<Range> ranges();
  }

  /** Ranges of the text that are kept in the document. */
  interface Notes {
    /** How they are kept. */
    String note();

    void add(int key, int from, int to);

    /** Where those with the keys from 0 are now. */
    List<Range> all(int count);
  }

  /** The edits of this replica as steps that can be taken back. */
  interface Steps {
    String note();

    void undo();

    void redo();
  }
}
