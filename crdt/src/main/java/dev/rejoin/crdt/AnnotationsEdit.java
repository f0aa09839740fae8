package dev.rejoin.crdt;

/**
 * Reads and edits the annotations of a text inside a transaction. Positions are UTF-16 units.
 *
 * <p>Concurrency rule: of the places that an annotation was given the newest counts; a removal
 * hides it with everything it holds, and what others write there meanwhile is kept for when it is
 * back. Body and replies are texts, so edits made apart merge; replies made apart stay all. An
 * annotation that is unknown or removed is refused with {@link RefusedEditException}, like a
 * position outside of the text, and nothing changes.
 */
public interface AnnotationsEdit extends AnnotationsView {
  /**
   * Annotates the units {@code from} (included) to {@code to} (excluded). Text typed at its ends
   * later does not belong to it.
   *
   * @return its id, the same on every replica
   * @throws RefusedEditException if the range is empty, outside the text, cuts a surrogate pair, or
   *     is longer than {@link Limits#MAX_QUOTE_BYTES}, or the body is longer than {@link
   *     Limits#MAX_COMMENT_BYTES}
   */
  OpId add(int from, int to, String body);

  /**
   * Adds an annotation that came from elsewhere, with the author and time it has there.
   *
   * @param createdMillis since 1970; 0 if it is not known
   */
  OpId add(int from, int to, String body, String author, long createdMillis);

  /** Adds a reply and returns its id. */
  OpId reply(OpId annotation, String body);

  /** Adds a reply that came from elsewhere, with the author and time it has there. */
  OpId reply(OpId annotation, String body, String author, long createdMillis);

  AnnotationsEdit resolve(OpId annotation);

  AnnotationsEdit reopen(OpId annotation);

  AnnotationsEdit tag(OpId annotation, String tag);

  AnnotationsEdit untag(OpId annotation, String tag);

  /**
   * Attaches an annotation that lost its text, or has another one, to these units; what it quotes
   * is from there then.
   *
   * @throws RefusedEditException also if its text is what it quotes
   */
  AnnotationsEdit reanchor(OpId annotation, int from, int to);

  /**
   * Attaches an orphaned annotation to the place that is {@link #suggestion suggested}.
   *
   * @throws RefusedEditException also if there is no suggestion; the message says why
   */
  AnnotationsEdit acceptSuggestion(OpId annotation);

  /** Removes an annotation; nothing it holds is lost. */
  AnnotationsEdit remove(OpId annotation);

  /**
   * Brings back an annotation that was removed, by whomever; without effect for one that is not.
   */
  AnnotationsEdit restore(OpId annotation);

  /** What an annotation holds, to edit it: its body is the text under {@code body}. */
  @Override
  MapEdit details(OpId annotation);
}
