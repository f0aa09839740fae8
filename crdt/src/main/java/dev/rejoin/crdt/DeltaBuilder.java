package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects one sweep over a text into the shortest list of steps, inserts before deletes.
 *
 * <p>A kept half of a surrogate pair next to a change may look different afterwards (alone it shows
 * as U+FFFD), so such halves are replaced rather than kept. Pairing is decided by direct neighbours
 * only, so one unit on either side is enough.
 */
final class DeltaBuilder {
  private final List<Delta> steps = new ArrayList<>();
  private final StringBuilder inserted = new StringBuilder();
  private int deleted;
  private int retained;
  private char lastRetained;

  /** Whether what came last was inserted or deleted, rather than kept or replaced. */
  private boolean nextToChange;

  /** Keeps units, of which {@code first} is the first and {@code last} the last. */
  void retain(int units, char first, char last) {
    int rest = units;
    boolean replaced = nextToChange && Character.isLowSurrogate(first);
    nextToChange = false;
    if (replaced) {
      inserted.append(first);
      deleted++;
      rest--;
    }
    if (rest == 0) {
      return;
    }
    flush();
    retained += rest;
    lastRetained = last;
  }

  void insert(CharSequence units) {
    startChange();
    inserted.append(units);
  }

  void delete(int length) {
    startChange();
    deleted += length;
  }

  List<Delta> finish() {
    flush();
    return steps;
  }

  private boolean isChanging() {
    return deleted > 0 || inserted.length() > 0;
  }

  private void startChange() {
    if (!isChanging() && retained > 0 && Character.isHighSurrogate(lastRetained)) {
      retained--;
      inserted.append(lastRetained);
      deleted++;
    }
    nextToChange = true;
  }

  private void flush() {
    if (!isChanging()) {
      return;
    }
    String shown = Surrogates.render(inserted);
    if (retained > 0) {
      steps.add(new Delta.Retain(retained));
    } else {
      shown = takeBackChange() + shown;
    }
    if (!shown.isEmpty()) {
      steps.add(new Delta.Insert(shown));
    }
    if (deleted > 0) {
      steps.add(new Delta.Delete(deleted));
    }
    retained = 0;
    deleted = 0;
    inserted.setLength(0);
  }

  /**
   * Joins the change before with this one, where the only unit kept between them was half of a
   * surrogate pair that is replaced after all; returns what it inserted.
   */
  private String takeBackChange() {
    String before = "";
    while (!steps.isEmpty() && !(last() instanceof Delta.Retain)) {
      Delta step = steps.remove(steps.size() - 1);
      if (step instanceof Delta.Insert insert) {
        before = insert.text();
      } else if (step instanceof Delta.Delete delete) {
        deleted += delete.length();
      }
    }
    return before;
  }

  private Delta last() {
    return steps.get(steps.size() - 1);
  }
}
