package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * A snapshot in two parts, so that a reader who only shows the text can fetch the small one first.
 *
 * <p>Both are needed to load a document: what was deleted comes back when a delete is revived. The
 * arrays are not copied.
 *
 * @param state everything but deleted text
 * @param deletedText the text that deletes hide; bound to its state by a check
 */
public record SavedDocument(byte[] state, byte[] deletedText) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SavedDocument saved
        && Arrays.equals(state, saved.state)
        && Arrays.equals(deletedText, saved.deletedText);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(state) + Arrays.hashCode(deletedText);
  }
}
