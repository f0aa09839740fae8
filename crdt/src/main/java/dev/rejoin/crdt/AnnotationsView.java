package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;

/**
 * Reads the annotations of a text.
 *
 * <p>An annotation lies beside the text and sticks to atoms of it, which stay when they are
 * deleted. So no edit of the text deletes one: as many are listed as were added and not removed.
 * Finding where one is takes O(log n).
 */
public interface AnnotationsView {
  /** How many there are, orphaned ones included. */
  int size();

  /** All of them, by where they start, then where they end, then id. O(annotations log n). */
  List<AnnotationItem> items();

  /** Those with the unit at a position in their text, in the order of {@link #items}. */
  List<AnnotationItem> at(int position);

  /** The annotation with this id; empty if it is removed, or there is none. */
  Optional<AnnotationItem> find(OpId annotation);

  /**
   * What an annotation holds, as {@link AnnotationDetails} reads it.
   *
   * @throws RefusedEditException if there is no such annotation
   */
  MapView details(OpId annotation);

  /**
   * Where an orphaned annotation may belong now: where its very text stands once, or else the one
   * place whose surroundings fit best. Empty for one that has text, or if there is no such place.
   * O(length of the text).
   *
   * @throws RefusedEditException if there is no such annotation
   */
  Optional<Suggestion> suggestion(OpId annotation);
}
