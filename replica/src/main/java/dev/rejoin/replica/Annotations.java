package dev.rejoin.replica;

import dev.rejoin.crdt.AnnotationDetails;
import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.AnnotationsView;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The annotations of one text: threads of comments that stay with the words they were made on.
 *
 * <p>Safe for any thread. An annotation survives every edit of the text. Deleting its words leaves
 * it orphaned, and it is back with them when anybody undoes that. Each edit here is a transaction
 * of its own; {@code tx.annotations(...)} makes the same ones inside of a larger transaction.
 */
public final class Annotations {
  private final Document document;
  private final ContainerId text;

  private Annotations(Document document, ContainerId text) {
    this.document = document;
    this.text = text;
  }

  static Annotations of(Document document, String text) {
    return of(document, new ContainerId.Root(text, Kind.TEXT));
  }

  /**
   * The annotations of any text of a document, also one that lies in a map, list or tree.
   *
   * @throws IllegalArgumentException if the container is no text
   */
  public static Annotations of(Document document, ContainerId text) {
    if (text.kind() != Kind.TEXT) {
      throw new IllegalArgumentException("'" + text + "' is no text but a " + text.kind());
    }
    return new Annotations(document, text);
  }

  /** How many there are, orphaned ones included: what was added and not removed. */
  public int size() {
    return read(AnnotationsView::size);
  }

  /** All of them, by where they start in the text. O(annotations log n). */
  public List<Annotation> list() {
    return read(view -> annotations(view.items(), view));
  }

  /** Those that have the unit at a position in their text. */
  public List<Annotation> at(int position) {
    return read(view -> annotations(view.at(position), view));
  }

  /** The annotation with this id; empty if it was removed, or there is none. */
  public Optional<Annotation> find(OpId id) {
    return read(view -> view.find(id).map(item -> annotation(item, view)));
  }

  /**
   * The annotation with this id.
   *
   * @throws dev.rejoin.proto.RejoinException ANNOTATION_UNKNOWN if it was removed, or there is none
   */
  public Annotation get(OpId id) {
    return find(id)
        .orElseThrow(
            () ->
                EditErrors.translate(
                    new RefusedEditException(
                        RefusedEditException.Reason.ANNOTATION_UNKNOWN,
                        "there is no annotation " + id + " on the text '" + text + "'")));
  }

  /**
   * Annotates the units {@code from} (included) to {@code to} (excluded) in the name of the
   * replica's author.
   *
   * @throws dev.rejoin.proto.RejoinException if the range is empty, outside of the text or cuts a
   *     character (POSITION_OUT_OF_RANGE, SPLIT_SURROGATE_PAIR), or range or body are too long
   *     (VALUE_TOO_LARGE); nothing changes then
   */
  public Annotation add(int from, int to, String body) {
    List<OpId> made = new ArrayList<>(1);
    Receipt receipt = document.edit(tx -> made.add(tx.annotations(text).add(from, to, body)));
    // The numbers that a transaction begins with may be taken when it ends, so its receipt counts.
    boolean nested = receipt.isEmpty();
    ReplicaId own = document.space().replicaId();
    return get(nested ? made.get(0) : new OpId(own, receipt.from()));
  }

  /**
   * Removes an annotation; undo, or {@link #restore}, brings it back with all replies.
   *
   * @throws dev.rejoin.proto.RejoinException ANNOTATION_UNKNOWN
   */
  public void remove(OpId id) {
    document.edit(tx -> tx.annotations(text).remove(id));
  }

  /**
   * Brings back an annotation that was removed.
   *
   * @throws dev.rejoin.proto.RejoinException ANNOTATION_UNKNOWN if there never was one
   */
  public Annotation restore(OpId id) {
    return change(id, AnnotationsEdit::restore);
  }

  /** All that an annotation holds, as it is whenever it is read; empty once it is removed. */
  public MapView details(OpId id) {
    RuledViews views = new RuledViews(document::read, document.space(), document.name());
    ContainerId details =
        new ContainerId.Element(new ContainerId.Beside(text, Kind.ANNOTATIONS), id, Kind.MAP);
    return new RuledMap(
        views,
        List.of(text.toString(), id.toString()),
        state -> state.annotations(text).find(id).isPresent() ? details : null);
  }

  /** Does something to an annotation and reads it again. */
  Annotation change(OpId id, BiConsumer<AnnotationsEdit, OpId> edits) {
    document.edit(tx -> edits.accept(tx.annotations(text), id));
    return get(id);
  }

  Optional<Suggestion> suggestion(OpId id) {
    return read(view -> view.suggestion(id));
  }

  private <R> R read(Function<AnnotationsView, R> read) {
    try {
      return document.read(state -> read.apply(state.annotations(text)));
    } catch (RefusedEditException e) {
      throw EditErrors.translate(e);
    }
  }

  private List<Annotation> annotations(List<AnnotationItem> items, AnnotationsView view) {
    List<Annotation> list = new ArrayList<>(items.size());
    items.forEach(item -> list.add(annotation(item, view)));
    return List.copyOf(list);
  }

  private Annotation annotation(AnnotationItem item, AnnotationsView view) {
    return new Annotation(this, item, AnnotationDetails.of(view.details(item.id())));
  }
}
