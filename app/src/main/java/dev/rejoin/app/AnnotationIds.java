package dev.rejoin.app;

import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Annotation;
import java.util.List;
import java.util.TreeSet;

/**
 * Short ids of annotations: {@code 12@3f2a}, where {@code 12} alone does if no other has this
 * number, or the whole id.
 */
record AnnotationIds(int digits) {
  private static final int MIN_DIGITS = 4;

  /** Ids as short as they can be while all of these are told apart. */
  static AnnotationIds of(List<Annotation> notes) {
    TreeSet<String> replicas = new TreeSet<>();
    notes.forEach(note -> replicas.add(note.id().replica().toString()));
    int digits = MIN_DIGITS;
    String before = "";
    for (String next : replicas) {
      while (before.startsWith(next.substring(0, digits))) {
        digits++;
      }
      before = next;
    }
    return new AnnotationIds(digits);
  }

  String shortest(OpId id) {
    return id.seq() + "@" + id.replica().toString().substring(0, digits);
  }

  /** The annotation that is called this. */
  static OpId find(List<Annotation> notes, String called) {
    List<OpId> found =
        notes.stream().map(Annotation::id).filter(id -> isCalled(id, called)).toList();
    if (found.isEmpty()) {
      throw new RejoinException(
          ErrorCode.ANNOTATION_UNKNOWN,
          "there is no annotation " + called,
          "'rejoin annotate list' shows them with their ids; 'rejoin undo' brings back a removed one.",
          null);
    }
    if (found.size() > 1) {
      AnnotationIds ids = of(notes);
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "several annotations are called " + called,
          "Say which one: " + String.join(", ", found.stream().map(ids::shortest).toList()) + ".",
          null);
    }
    return found.get(0);
  }

  private static boolean isCalled(OpId id, String called) {
    int at = called.indexOf('@');
    String number = at < 0 ? called : called.substring(0, at);
    boolean sameReplica = at < 0 || id.replica().toString().startsWith(called.substring(at + 1));
    return id.toString().equals(called) || sameReplica && number.equals(Long.toString(id.seq()));
  }
}
