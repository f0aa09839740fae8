package dev.rejoin.replica;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextMark;
import dev.rejoin.crdt.TextRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A text of an open document, to read and to listen to. Safe for any thread. */
public final class SharedText implements TextView {
  private final Document document;
  private final TextView view;
  private final ContainerId.Root id;

  SharedText(Document document, String name) {
    this.document = document;
    this.view = LockedViews.text(document::read, state -> state.text(name));
    this.id = new ContainerId.Root(name, Kind.TEXT);
  }

  /** What names this text in events and in presence. */
  public ContainerId id() {
    return id;
  }

  /**
   * Listens to this text from now on, and to nothing else of the document; close what is returned
   * to stop. See {@link DocumentEvents} for when and where it is called.
   */
  public Registration observe(Consumer<TextNews> listener) {
    return document.events().observe(id, event -> listener.accept(new TextNews(event)));
  }

  /** The comments that people attached to it. */
  public Annotations annotations() {
    return document.annotations(id.name());
  }

  /** Who wrote, deleted and restored what; see {@link History#blame(String)}. */
  public List<Blame> blame() {
    return document.history().blame(id.name());
  }

  @Override
  public int length() {
    return view.length();
  }

  @Override
  public String content() {
    return view.content();
  }

  @Override
  public Anchor anchor(int position, Bias bias) {
    return view.anchor(position, bias);
  }

  @Override
  public int position(Anchor anchor) {
    return view.position(anchor);
  }

  @Override
  public List<FormatRun> formats() {
    return view.formats();
  }

  @Override
  public SortedMap<String, Value> formatsAt(int position) {
    return view.formatsAt(position);
  }

  @Override
  public List<TextMark> marks(String key) {
    return view.marks(key);
  }

  @Override
  public List<TextRun> runs() {
    return view.runs();
  }
}
