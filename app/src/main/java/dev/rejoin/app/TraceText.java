package dev.rejoin.app;

import java.util.Arrays;

/**
 * Turns positions in code points into positions in UTF-16 units, for one text that is being edited.
 *
 * <p>Not safe for several threads. Keeps the places of the characters that take two units: while a
 * text has none, both positions are the same and nothing is done; else O(log a) for a look-up and
 * O(a) for an edit, where a is the number of such characters.
 */
public final class TraceText {
  private int[] astral = new int[0];
  private int count;

  /** The UTF-16 position of a position in code points. */
  public int utf16(int position) {
    return count == 0 ? position : position + before(position);
  }

  /** How many characters of two units lie before a position in code points. */
  private int before(int position) {
    int at = Arrays.binarySearch(astral, 0, count, position);
    return at >= 0 ? at : -at - 1;
  }

  /** Follows an edit, in code points. */
  public void edited(int position, int deleted, String inserted) {
    boolean more = Trace.hasAstral(inserted);
    if (count == 0 && !more) {
      return;
    }
    int from = before(position);
    int to = before(position + deleted);
    int[] fresh = more ? places(inserted, position) : new int[0];
    int shift = inserted.codePointCount(0, inserted.length()) - deleted;
    int[] next = new int[count - (to - from) + fresh.length];
    System.arraycopy(astral, 0, next, 0, from);
    System.arraycopy(fresh, 0, next, from, fresh.length);
    for (int i = to, at = from + fresh.length; i < count; i++, at++) {
      next[at] = astral[i] + shift;
    }
    astral = next;
    count = next.length;
  }

  /** Starts over with a whole text, after edits of others have come in. O(length). */
  public void reset(String content) {
    astral = Trace.hasAstral(content) ? places(content, 0) : new int[0];
    count = astral.length;
  }

  private static int[] places(String text, int offset) {
    int[] places = new int[text.length()];
    int found = 0;
    int position = offset;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i)), position++) {
      if (Character.isHighSurrogate(text.charAt(i))) {
        places[found++] = position;
      }
    }
    return Arrays.copyOf(places, found);
  }
}
