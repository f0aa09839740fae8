package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;

/** The checks that local edits and decoded values share. */
final class Refusal {
  private Refusal() {}

  static void checkKey(String key) {
    checkText(key);
    int bytes = Utf8.length(key);
    if (bytes == 0 || bytes > Limits.MAX_KEY_BYTES) {
      throw new RefusedEditException(
          Reason.KEY_INVALID,
          "a key has 1.." + Limits.MAX_KEY_BYTES + " bytes in UTF-8, not " + bytes);
    }
  }

  static void checkText(String text) {
    int lone = Utf8.loneSurrogate(text);
    if (lone >= 0) {
      throw new RefusedEditException(
          Reason.LONE_SURROGATE, "half of a surrogate pair at index " + lone + " of the new text");
    }
  }

  static void checkPosition(int position, int length) {
    if (position < 0 || position > length) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE,
          "position " + position + " is outside the text of length " + length);
    }
  }

  /** Refuses an index of no element of a list. */
  static void checkIndex(int index, int size) {
    if (index < 0 || index >= size) {
      throw new RefusedEditException(
          Reason.INDEX_OUT_OF_RANGE,
          "index " + index + " is none of an element of a list of " + size);
    }
  }

  /** Refuses a place between no elements of a list. */
  static void checkGap(int index, int size) {
    if (index < 0 || index > size) {
      throw new RefusedEditException(
          Reason.INDEX_OUT_OF_RANGE, "index " + index + " is outside a list of " + size);
    }
  }

  /** Refuses a container in {@code parent} that would lie too deep. */
  static void checkDepth(ContainerId parent) {
    if (parent.depth() + 1 >= Limits.MAX_NESTING) {
      throw new RefusedEditException(
          Reason.NESTING_TOO_DEEP, "containers nest at most " + Limits.MAX_NESTING + " deep");
    }
  }

  static void checkValueSize(int bytes) {
    if (bytes > Limits.MAX_VALUE_BYTES) {
      throw new RefusedEditException(
          Reason.VALUE_TOO_LARGE,
          "a value has at most " + Limits.MAX_VALUE_BYTES + " bytes, not " + bytes);
    }
  }
}
