package dev.rejoin.benchmarks;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** List, tree, marks, annotations and undo of Rejoin's document. */
final class RejoinParts {
  private static final String LIST = "list";
  private static final String TREE = "tree";
  private static final String TEXT = RejoinDocument.TEXT;
  private static final String BOLD = "bold";
  private static final String NOTE = "note";

  private final DocumentState state;
  private final Consumer<Consumer<Transaction>> change;

  /** The numbers of annotations. */
  private final Map<OpId, Integer> noted = new HashMap<>();

  /**
   * @param change runs edits as one transaction
   */
  RejoinParts(DocumentState state, Consumer<Consumer<Transaction>> change) {
    this.state = state;
    this.change = change;
  }

  PeerParts.Numbers numbers() {
    return new PeerParts.Numbers() {
      @Override
      public String note() {
        return "";
      }

      @Override
      public void addAll(List<Integer> numbers) {
        List<Value> values = numbers.stream().map(number -> Value.of(number.longValue())).toList();
        change.accept(tx -> tx.list(LIST).addAll(values));
      }

      @Override
      public void move(int from, int to) {
        change.accept(tx -> tx.list(LIST).move(from, to));
      }

      @Override
      public List<Integer> all() {
        return state.list(LIST).values().stream().map(RejoinParts::number).toList();
      }
    };
  }

  private static int number(Value value) {
    return value instanceof Value.Int number ? (int) number.number64() : -1;
  }

  PeerParts.Nodes nodes() {
    return new PeerParts.Nodes() {
      @Override
      public void create(List<Object> nodes, List<Integer> parents) {
        change.accept(
            tx -> {
              TreeEdit tree = tx.tree(TREE);
              for (int parent : parents) {
                nodes.add(tree.create(parent < 0 ? null : (OpId) nodes.get(parent)));
              }
            });
      }

      @Override
      public void move(Object node, @Nullable Object parent, int index) {
        change.accept(tx -> tx.tree(TREE).move((OpId) node, (OpId) parent, index));
      }

      @Override
      public List<?> children(@Nullable Object parent) {
        return state.tree(TREE).children((OpId) parent);
      }
    };
  }

  PeerParts.Bold bold() {
    return new PeerParts.Bold() {
      @Override
      public void mark(int from, int to) {
        change.accept(tx -> tx.text(TEXT).mark(from, to, BOLD, Value.of(true), Expand.AFTER));
      }

      @Override
      public void unmark(int from, int to) {
        change.accept(tx -> tx.text(TEXT).unmark(from, to, BOLD, Expand.AFTER));
      }

      @Override
      public List<PeerParts.Range> ranges() {
        return state.text(TEXT).formats().stream()
            .filter(run -> run.attributes().containsKey(BOLD))
            .map(run -> new PeerParts.Range(run.from(), run.to()))
            .toList();
      }
    };
  }

  PeerParts.Notes notes() {
    return new PeerParts.Notes() {
      @Override
      public String note() {
        return "annotations, which also quote their text";
      }

      @Override
      public void add(int key, int from, int to) {
        change.accept(tx -> noted.put(tx.annotations(TEXT).add(from, to, NOTE + key), key));
      }

      @Override
      public List<PeerParts.Range> all(int count) {
        PeerParts.Range[] ranges = new PeerParts.Range[count];
        ContainerId text = new ContainerId.Root(TEXT, Kind.TEXT);
        for (AnnotationItem item : state.annotations(text).items()) {
          Integer key = noted.get(item.id());
          if (key != null) {
            ranges[key] = new PeerParts.Range(item.start(), item.end());
          }
        }
        return List.of(ranges); // throws if one is missing
      }
    };
  }

  /** The changes of a document, those that can be taken back in a stack of their own. */
  static final class Steps implements PeerParts.Steps {
    private final RejoinDocument document;
    private final TreeMap<OpId, Change> all = new TreeMap<>();
    private final Deque<Change> undo = new ArrayDeque<>();
    private final Deque<Change> redo = new ArrayDeque<>();

    /** Where the next own change goes. */
    private Deque<Change> next = undo;

    Steps(RejoinDocument document) {
      this.document = document;
    }

    /** Hears of every change, own ones and those of others. */
    void add(Change change, boolean own) {
      all.put(change.first(), change);
      if (own) {
        next.push(change);
      }
    }

    @Override
    public String note() {
      return "the engine's undo with a stack of its own; documents of a replica keep 100 steps";
    }

    @Override
    public void undo() {
      takeBack(undo.pop(), redo);
    }

    @Override
    public void redo() {
      takeBack(redo.pop(), undo);
    }

    private void takeBack(Change change, Deque<Change> to) {
      next = to;
      document.change(tx -> tx.takeBack(List.of(change), this::changeOf));
      next = undo;
    }

    private @Nullable Change changeOf(OpId id) {
      Map.Entry<OpId, Change> entry = all.floorEntry(id);
      Change change = entry == null ? null : entry.getValue();
      boolean holds =
          change != null && change.replica().equals(id.replica()) && id.seq() <= change.to();
      return holds ? change : null;
    }
  }
}
