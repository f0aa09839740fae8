package dev.rejoin.replica;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
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
  }
}
