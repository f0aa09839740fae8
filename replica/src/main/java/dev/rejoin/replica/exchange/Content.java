package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** What a container or an entry shows, without ids, so that two of them can be compared. */
sealed interface Content {
  /** A number for the kind; elements of one kind can be edited into each other. */
  int kind();

  /** A plain value. */
  record Plain(Value value) implements Content {
    @Override
    public int kind() {
      return 0;
    }
  }

  /** A text with its formats. */
  record Text(RichText text) implements Content {
    @Override
    public int kind() {
      return 1;
    }
  }

  /** A map. */
  record Entries(SortedMap<String, Content> entries) implements Content {
    @Override
    public int kind() {
      return 2;
    }
  }

  /** A list. */
  record Items(List<Content> items) implements Content {
    @Override
    public int kind() {
      return 3;
    }
  }

  /** A set. */
  record Elements(SortedSet<Value> elements) implements Content {
    @Override
    public int kind() {
      return 4;
    }
  }

  /** A counter. */
  record Count(long total) implements Content {
    @Override
    public int kind() {
      return 5;
    }
  }

  /** A tree: its nodes from top to bottom, so that a deep tree makes nothing deep. */
  record Nodes(List<Node> nodes) implements Content {
    @Override
    public int kind() {
      return 6;
    }
  }

  /** A node of a tree with the number of nodes above it. */
  record Node(int depth, Entries data) {}
}
