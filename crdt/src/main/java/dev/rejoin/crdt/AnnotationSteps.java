package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * Implementation notes. A keystroke moves most annotations by one and changes none. So the steps of
 * the text are made into a table of where it changed; an annotation that no change touches is shifted,
 * and only the others ask the text where they are.
 */
/** Finds what a transaction or import did to the annotations of a text. */
final class AnnotationSteps {
  private final AnnotationsContainer container;

  /** Where the text before was changed, from and to, and by how much what follows was shifted. */
  private int[] from = new int[4];

  private int[] to = new int[4];
  private int[] shift = new int[4];
  private int changes;

  AnnotationSteps(AnnotationsContainer container, TextSequence text) {
    this.container = container;
    int at = 0;
    for (Delta delta : text.touched()) {
      if (delta instanceof Delta.Retain retain) {
        at += retain.length();
      } else if (delta instanceof Delta.Insert insert) {
        add(at, at, insert.text().length());
      } else if (delta instanceof Delta.Delete delete) {
        add(at, at + delete.length(), -delete.length());
        at += delete.length();
      }
    }
  }

  private void add(int first, int end, int longer) {
    if (changes == from.length) {
      from = Arrays.copyOf(from, 2 * changes);
      to = Arrays.copyOf(to, 2 * changes);
      shift = Arrays.copyOf(shift, 2 * changes);
    }
    from[changes] = first;
    to[changes] = end;
    shift[changes] = longer + (changes == 0 ? 0 : shift[changes - 1]);
    changes++;
  }

  /** What happened to each annotation, by id. O(annotations log changes). */
  List<AnnotationStep> collect() {
    List<AnnotationStep> steps = new ArrayList<>();
    for (KeptAnnotation note : container.table().notes()) {
      if (note.isRemoved()) {
        if (note.told) {
          steps.add(new AnnotationStep(note.id(), note.state, null, false));
        }
        note.told = false;
      } else if (!note.told) {
        AnnotationsContainer.tell(note, container.item(note));
        note.told = true;
        steps.add(new AnnotationStep(note.id(), null, note.state, false));
      } else {
        follow(note, steps);
      }
    }
    return steps;
  }

  private void follow(KeptAnnotation note, List<AnnotationStep> steps) {
    int change = firstUpTo(note.from);
    boolean moved = note.place != note.newest();
    boolean touched = change < changes && from[change] <= note.to;
    if (!moved && !touched) {
      int by = change == 0 ? 0 : shift[change - 1];
      note.from += by;
      note.to += by;
      return;
    }
    AnnotationState before = note.state;
    int length = note.to - note.from;
    boolean inside = isInside(change, note);
    AnnotationsContainer.tell(note, container.item(note));
    boolean other =
        note.state == AnnotationState.EDITED && (inside || note.to - note.from != length);
    if (moved || before != note.state || other) {
      steps.add(new AnnotationStep(note.id(), before, note.state, moved));
    }
  }

  /** Whether text went or came strictly between the ends of an annotation. */
  private boolean isInside(int first, KeptAnnotation note) {
    for (int i = first; i < changes && from[i] <= note.to; i++) {
      boolean insert = from[i] == to[i];
      if (insert
          ? from[i] > note.from && from[i] < note.to
          : from[i] < note.to && to[i] > note.from) {
        return true;
      }
    }
    return false;
  }

  /** The first change that ends at a position or behind it. */
  private int firstUpTo(int position) {
    int low = 0;
    int high = changes;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (to[middle] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
