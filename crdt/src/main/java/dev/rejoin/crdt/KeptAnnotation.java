package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/** One annotation as its container keeps it, removed or not, and what observers know of it. */
final class KeptAnnotation {
  /** The attachment that made it, whose withdrawal removes it. */
  final Attachment origin;

  /** All its places in the order in which they came, withdrawn ones too. */
  final List<Attachment> places = new ArrayList<>(1);

  /** Whether observers were told that it is there, and if so where and in which state. */
  boolean told;

  Attachment place;
  AnnotationState state = AnnotationState.ORPHANED;
  int from;
  int to;

  KeptAnnotation(Attachment origin) {
    this.origin = origin;
    this.place = origin;
    places.add(origin);
  }

  OpId id() {
    return origin.id;
  }

  boolean isRemoved() {
    return origin.isWithdrawn();
  }

  /** Where it is attached now: the newest place that is not withdrawn. */
  Attachment newest() {
    Attachment newest = origin;
    for (int i = 0; i < places.size(); i++) {
      Attachment candidate = places.get(i);
      boolean counts = !candidate.isWithdrawn() || candidate == origin;
      if (counts && candidate.compareTo(newest) > 0) {
        newest = candidate;
      }
    }
    return newest;
  }
}
