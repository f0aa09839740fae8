package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A read view of the annotations of a text, live; see {@link Views}. */
record AnnotationsReader(Containers all, ContainerId id) implements AnnotationsView {
  private static final Comparator<AnnotationItem> ORDER =
      Comparator.comparingInt(AnnotationItem::start)
          .thenComparingInt(AnnotationItem::end)
          .thenComparing(AnnotationItem::id);

  @Override
  public int size() {
    AnnotationsContainer annotations = container();
    return annotations == null ? 0 : annotations.table().size();
  }

  @Override
  public List<AnnotationItem> items() {
    List<AnnotationItem> items = new ArrayList<>();
    AnnotationsContainer annotations = container();
    if (annotations != null) {
      for (KeptAnnotation note : annotations.table().notes()) {
        if (!note.isRemoved()) {
          items.add(annotations.item(note));
        }
      }
    }
    items.sort(ORDER);
    return List.copyOf(items);
  }

  @Override
  public List<AnnotationItem> at(int position) {
    return items().stream().filter(i -> i.start() <= position && position < i.end()).toList();
  }

  @Override
  public Optional<AnnotationItem> find(OpId annotation) {
    AnnotationsContainer annotations = container();
    KeptAnnotation note = annotations == null ? null : annotations.table().note(annotation);
    return note == null || note.isRemoved()
        ? Optional.empty()
        : Optional.of(annotations.item(note));
  }

  @Override
  public MapView details(OpId annotation) {
    get(annotation);
    return Views.map(all, new ContainerId.Element(id, annotation, Kind.MAP));
  }

  @Override
  public Optional<Suggestion> suggestion(OpId annotation) {
    AnnotationItem item = get(annotation);
    AnnotationsContainer annotations = container();
    if (annotations == null || item.state() != AnnotationState.ORPHANED) {
      return Optional.empty();
    }
    String content = annotations.text().sequence().content();
    return Optional.ofNullable(new QuoteSearch(content, item.quote()).suggestion());
  }

  /** An annotation that is there and not removed. */
  AnnotationItem get(OpId annotation) {
    return find(annotation)
        .orElseThrow(
            () ->
                new RefusedEditException(
                    Reason.ANNOTATION_UNKNOWN,
                    "there is no annotation "
                        + annotation
                        + " on the text '"
                        + id.parent()
                        + "', or it was removed"));
  }

  private @Nullable AnnotationsContainer container() {
    return all.annotations(id);
  }
}
