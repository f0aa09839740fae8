package dev.rejoin.replica;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextMark;
import dev.rejoin.crdt.TextRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.List;
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
}
