package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a document inside a transaction: what is done to them takes effect together, or
 * not at all.
 *
 * <p>It and everything it gives is for the thread and the time of its transaction: used after that
 * it throws {@link IllegalStateException}. A container that nobody has written reads as empty and
 * begins to be with the first edit. Every method throws {@link RefusedEditException} if the name is
 * empty or too long.
 */
public sealed interface DocumentEdit permits Transaction {
  /** A text directly in the document. */
  TextEdit text(String name);

  /** A map directly in the document. */
  MapEdit map(String name);

  /** A set directly in the document. */
  SetEdit set(String name);

  /** A counter directly in the document. */
  CounterEdit counter(String name);

  /** A tree directly in the document. */
  TreeEdit tree(String name);

  /** A register directly in the document. */
  RegisterEdit register(String name);

  /** A list directly in the document. */
  ListEdit list(String name);

  /** The annotations of a text directly in the document. */
  AnnotationsEdit annotations(String text);

  /**
   * The annotations of any text.
   *
   * @throws IllegalArgumentException if the container is no text
   */
  AnnotationsEdit annotations(ContainerId text);

  /**
   * Keeps one candidate of any place and dismisses the others; see {@link MapEdit#keep}.
   *
   * @param key of an entry of a map; else empty
   * @param element whose value it is, in a list; else null
   * @throws RefusedEditException if it is no candidate, or was replaced meanwhile
   */
  void keep(ContainerId container, String key, @Nullable OpId element, OpId candidate);

  /** What was edited so far, in order. */
  List<Op> ops();

  /** Tells listeners here who edits, so that an editor does not repeat what it shows; not kept. */
  void tag(String name);
}
