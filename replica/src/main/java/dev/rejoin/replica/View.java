package dev.rejoin.replica;

import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.Past;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Version;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a document showed in one version: it never changes, and any thread may read it. Read it as
 * long as the replica is open.
 *
 * <p>Costs: making a view copies nothing. A root text is read from the document when it is first
 * asked for, by one pass over the changes and one sweep over its spans, and kept. The first look at
 * anything else makes a copy of the document as it was, from a snapshot if it has not changed since
 * and else from the changes up to the version; the copy stays as long as the view.
 */
public final class View {
  private final RuledViews ruled;
  private final DocumentPast past;
  private final Heads heads;
  private final Version version;

  /** Guarded by this. */
  private final TreeMap<String, TextView> texts = new TreeMap<>();

  private @Nullable ChangeIndex index;
  private @Nullable DocumentState state;

  View(Document document, DocumentPast past, Heads heads, Version version) {
    this.ruled = new RuledViews(this::read, document.space(), document.name());
    this.past = past;
    this.heads = heads;
    this.version = version;
  }

  /** The version that is shown. */
  public Heads heads() {
    return heads;
  }

  /** What is included: for each replica the highest number. */
  public Version version() {
    return version;
  }

  /** A text directly in the document; empty if nobody had written it. */
  public TextView text(String container) {
    synchronized (this) {
      TextView known = texts.get(container);
      if (known != null) {
        return known;
      }
    }
    ContainerId id = new ContainerId.Root(container, Kind.TEXT);
    ChangeIndex of = index();
    TextView text = past.past(of, p -> p.text(id, version));
    synchronized (this) {
      texts.put(container, text);
    }
    return text;
  }

  public MapView map(String container) {
    return ruled.map(container);
  }

  public SetView set(String container) {
    return LockedViews.set(this::read, s -> s.set(container));
  }

  public ListView list(String container) {
    return ruled.list(container);
  }

  public CounterView counter(String container) {
    return LockedViews.counter(this::read, s -> s.counter(container));
  }

  public TreeView tree(String container) {
    return ruled.tree(container);
  }

  public RegisterView register(String container) {
    return ruled.register(container);
  }

  /** The containers directly in the document, sorted. */
  public List<ContainerId.Root> roots() {
    return read(s -> History.shown(s.roots()));
  }

  /** Asks the copy about who wrote what is in it. */
  <R> R past(ChangeIndex of, Function<Past, R> question) {
    return read(s -> question.apply(s.past(of)));
  }

  /** The index is asked for outside of this object's lock: it waits for the document's. */
  private ChangeIndex index() {
    synchronized (this) {
      if (index != null) {
        return index;
      }
    }
    ChangeIndex made = past.index();
    synchronized (this) {
      index = made;
    }
    return made;
  }

  private <R> R read(Function<DocumentState, R> read) {
    boolean missing;
    synchronized (this) {
      missing = state == null;
    }
    DocumentState made = missing ? past.copy(version) : null;
    synchronized (this) {
      DocumentState there = state;
      if (there == null) {
        if (made == null) {
          throw new IllegalStateException("a copy that was made is gone");
        }
        there = made;
        state = made;
      }
      return read.apply(there);
    }
  }
}
