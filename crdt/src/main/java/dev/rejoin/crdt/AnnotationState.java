package dev.rejoin.crdt;

/** What became of the text that an annotation is on; computed when it is read, never stored. */
public enum AnnotationState {
  /** The text between the anchors is the one that was quoted. */
  LIVE,
  /** There is other text between the anchors. */
  EDITED,
  /** No text is left between the anchors; it is back when the delete is taken back. */
  ORPHANED
}
