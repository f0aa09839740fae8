package dev.rejoin.replica;

import dev.rejoin.crdt.AnnotationDetails;
import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.Suggestion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One annotation as it was when it was read: a comment on some words of a text, with replies.
 *
 * <p>Immutable, for any thread. The methods that edit are transactions of their own and return the
 * annotation as it is then; {@link #now} reads it again. They throw {@link
 * dev.rejoin.proto.RejoinException} ANNOTATION_UNKNOWN if it was removed meanwhile.
 */
public final class Annotation {
  private final Annotations all;
  private final AnnotationItem item;
  private final AnnotationDetails details;

  Annotation(Annotations all, AnnotationItem item, AnnotationDetails details) {
    this.all = all;
    this.item = item;
    this.details = details;
  }

  /** The op that made it; the same on every replica. */
  public OpId id() {
    return item.id();
  }

  /** Whether its words are still there. */
  public AnnotationState state() {
    return item.state();
  }

  /** The first unit of its text; where that was, if it is orphaned. */
  public int start() {
    return item.start();
  }

  /** Behind the last unit of its text; the same as {@link #start} if it is orphaned. */
  public int end() {
    return item.end();
  }

  /** Its text when it was made, or attached to another place. */
  public Quote quote() {
    return item.quote();
  }

  public String body() {
    return details.body();
  }

  /** Who made it, as they call themselves; empty if that is not known. */
  public String author() {
    return details.author();
  }

  /** When it was made by the clock of the author; for people, and never used to decide anything. */
  public Optional<Instant> created() {
    long millis = details.createdMillis();
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  public boolean isResolved() {
    return details.resolved();
  }

  public SortedSet<String> tags() {
    return details.tags();
  }

  /** The thread, in order. */
  public List<AnnotationDetails.Reply> replies() {
    return details.replies();
  }

  /** What it says, all together. */
  public AnnotationDetails details() {
    return details;
  }

  /** The annotation as it is now. */
  public Annotation now() {
    return all.get(id());
  }

  /**
   * Where it may belong now, if it is orphaned; see {@link
   * dev.rejoin.crdt.AnnotationsView#suggestion}.
   */
  public Optional<Suggestion> suggestion() {
    return all.suggestion(id());
  }

  /**
   * Adds a reply in the name of the replica's author.
   *
   * @throws dev.rejoin.proto.RejoinException VALUE_TOO_LARGE if it is too long
   */
  public Annotation reply(String text) {
    return all.change(id(), (edit, id) -> edit.reply(id, text));
  }

  public Annotation resolve() {
    return all.change(id(), AnnotationsEdit::resolve);
  }

  public Annotation reopen() {
    return all.change(id(), AnnotationsEdit::reopen);
  }

  public Annotation tag(String tag) {
    return all.change(id(), (edit, id) -> edit.tag(id, tag));
  }

  public Annotation untag(String tag) {
    return all.change(id(), (edit, id) -> edit.untag(id, tag));
  }

  /**
   * Attaches it to other units of the text; an undo takes that back.
   *
   * @throws dev.rejoin.proto.RejoinException ANNOTATION_LIVE if its words are still there, or what
   *     {@link Annotations#add} throws
   */
  public Annotation reanchor(int from, int to) {
    return all.change(id(), (edit, id) -> edit.reanchor(id, from, to));
  }

  /**
   * Attaches it to the place that is suggested.
   *
   * @throws dev.rejoin.proto.RejoinException NO_SUGGESTION if there is none, with the reason
   */
  public Annotation acceptSuggestion() {
    return all.change(id(), AnnotationsEdit::acceptSuggestion);
  }

  /** Removes it; undo, or {@link Annotations#restore}, brings it back with all replies. */
  public void remove() {
    all.remove(id());
  }

  @Override
  public String toString() {
    return id() + " " + state() + " \"" + quote().exact() + "\": " + body();
  }
}
