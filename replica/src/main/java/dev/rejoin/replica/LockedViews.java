package dev.rejoin.replica;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextMark;
import dev.rejoin.crdt.TextRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Read views that take the document's lock for each call, so any thread may use them. */
final class LockedViews {
  /** Runs a read under the document's lock. */
  interface Reader {
    <R> R read(Function<DocumentState, R> read);
  }

  private LockedViews() {}

  static TextView text(Reader reader, Function<DocumentState, TextView> view) {
    return new TextView() {
      @Override
      public int length() {
        return reader.read(state -> view.apply(state).length());
      }

      @Override
      public String content() {
        return reader.read(state -> view.apply(state).content());
      }

      @Override
      public Anchor anchor(int position, Bias bias) {
        return reader.read(state -> view.apply(state).anchor(position, bias));
      }

      @Override
      public int position(Anchor anchor) {
        return reader.read(state -> view.apply(state).position(anchor));
      }

      @Override
      public List<TextRun> runs() {
        return reader.read(state -> view.apply(state).runs());
      }

      @Override
      public List<FormatRun> formats() {
        return reader.read(state -> view.apply(state).formats());
      }

      @Override
      public SortedMap<String, Value> formatsAt(int position) {
        return reader.read(state -> view.apply(state).formatsAt(position));
      }

      @Override
      public List<TextMark> marks(String key) {
        return reader.read(state -> view.apply(state).marks(key));
      }
    };
  }

  static CounterView counter(Reader reader, Function<DocumentState, CounterView> view) {
    return () -> reader.read(state -> view.apply(state).total());
  }

  static SetView set(Reader reader, Function<DocumentState, SetView> view) {
    return new SetView() {
      @Override
      public boolean contains(Value element) {
        return reader.read(state -> view.apply(state).contains(element));
      }

      @Override
      public int size() {
        return reader.read(state -> view.apply(state).size());
      }

      @Override
      public SortedSet<Value> elements() {
        return reader.read(state -> view.apply(state).elements());
      }
    };
  }

  static RegisterView register(Reader reader, Function<DocumentState, RegisterView> view) {
    return new RegisterView() {
      @Override
      public Optional<Value> value() {
        return reader.read(state -> view.apply(state).value());
      }

      @Override
      public List<Candidate> candidates() {
        return reader.read(state -> view.apply(state).candidates());
      }
    };
  }

  static ListView list(Reader reader, Function<DocumentState, ListView> view) {
    return new LockedList(reader, view);
  }

  static TreeView tree(Reader reader, Function<DocumentState, TreeView> view) {
    return new LockedTree(reader, view);
  }

  static MapView map(Reader reader, Function<DocumentState, MapView> view) {
    return new LockedMap(reader, view);
  }

  private record LockedMap(Reader reader, Function<DocumentState, MapView> view)
      implements MapView {
    @Override
    public Optional<Value> get(String key) {
      return reader.read(state -> view.apply(state).get(key));
    }

    @Override
    public SortedMap<String, Value> entries() {
      return reader.read(state -> view.apply(state).entries());
    }

    @Override
    public List<Candidate> candidates(String key) {
      return reader.read(state -> view.apply(state).candidates(key));
    }

    @Override
    public TextView text(String key) {
      return LockedViews.text(reader, state -> view.apply(state).text(key));
    }

    @Override
    public MapView map(String key) {
      return LockedViews.map(reader, state -> view.apply(state).map(key));
    }

    @Override
    public SetView set(String key) {
      return LockedViews.set(reader, state -> view.apply(state).set(key));
    }

    @Override
    public CounterView counter(String key) {
      return LockedViews.counter(reader, state -> view.apply(state).counter(key));
    }

    @Override
    public ListView list(String key) {
      return LockedViews.list(reader, state -> view.apply(state).list(key));
    }

    @Override
    public TreeView tree(String key) {
      return LockedViews.tree(reader, state -> view.apply(state).tree(key));
    }
  }

  private record LockedList(Reader reader, Function<DocumentState, ListView> view)
      implements ListView {
    @Override
    public int size() {
      return reader.read(state -> view.apply(state).size());
    }

    @Override
    public Value get(int index) {
      return reader.read(state -> view.apply(state).get(index));
    }

    @Override
    public OpId element(int index) {
      return reader.read(state -> view.apply(state).element(index));
    }

    @Override
    public int indexOf(OpId element) {
      return reader.read(state -> view.apply(state).indexOf(element));
    }

    @Override
    public List<Candidate> candidates(int index) {
      return reader.read(state -> view.apply(state).candidates(index));
    }

    @Override
    public List<ListItem> items() {
      return reader.read(state -> view.apply(state).items());
    }

    @Override
    public TextView text(int index) {
      return held(index, ListView::text, LockedViews::text);
    }

    @Override
    public MapView map(int index) {
      return held(index, ListView::map, LockedViews::map);
    }

    @Override
    public SetView set(int index) {
      return held(index, ListView::set, LockedViews::set);
    }

    @Override
    public CounterView counter(int index) {
      return held(index, ListView::counter, LockedViews::counter);
    }

    @Override
    public ListView list(int index) {
      return held(index, ListView::list, LockedViews::list);
    }

    @Override
    public TreeView tree(int index) {
      return held(index, ListView::tree, LockedViews::tree);
    }

    /** A view that stays with the element that is at the index now. */
    private <V> V held(
        int index,
        BiFunction<ListView, Integer, V> find,
        BiFunction<Reader, Function<DocumentState, V>, V> lock) {
      V found = reader.read(state -> find.apply(view.apply(state), index));
      return lock.apply(reader, state -> found);
    }
  }
}
