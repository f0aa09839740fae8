package dev.rejoin.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a document with a text, values, a list and a tree. What a library lacks throws
 * {@link NoSuchThing}. Not safe for several threads.
 */
interface PeerDocument {
  /** One transaction on the text. */
  void edit(int position, int deleted, String inserted);

  String text();

  /** One transaction with several patches. */
  default void editAll(List<Patch> patches) {
    patches.forEach(patch -> edit(patch.position(), patch.deleted(), patch.inserted()));
  }

  /** Puts the encoded change of each transaction from now on into {@code sink}; null stops that. */
  default void record(@Nullable List<Made> sink) {
    throw new NoSuchThing("no changes to exchange");
  }

  default void apply(Made change) {
    throw new NoSuchThing("no changes to exchange");
  }

  default void applyAll(List<Made> changes) {
    changes.forEach(this::apply);
  }

  /** The version now, to be named in {@link #since}. */
  default Object mark() {
    throw new NoSuchThing("no changes to exchange");
  }

  /** Everything that is not part of a version, or everything. */
  default byte[] since(@Nullable Object mark) {
    throw new NoSuchThing("no changes to exchange");
  }

  default void applySince(byte[] bytes) {
    throw new NoSuchThing("no changes to exchange");
  }

  default byte[] save(Form form) {
    throw new NoSuchThing("nothing to save");
  }

  /** The form with the library's own compression, or null if it has none to choose. */
  default byte @Nullable [] packed(Form form) {
    return null;
  }

  /** Takes back the last edit. */
  default void undo() {
    throw new NoSuchThing("no undo");
  }

  /** A place that moves with the text around it. */
  default Object anchor(int position) {
    throw new NoSuchThing("no anchors");
  }

  default int position(Object anchor) {
    throw new NoSuchThing("no anchors");
  }

  default void put(String key, int value) {
    throw new NoSuchThing("no map");
  }

  default int mapSize() {
    throw new NoSuchThing("no map");
  }

  default void increment(int by) {
    throw new NoSuchThing("no counter");
  }

  default long total() {
    throw new NoSuchThing("no counter");
  }

  default void add(String element) {
    throw new NoSuchThing("no set");
  }

  default void discard(String element) {
    throw new NoSuchThing("no set");
  }

  default int setSize() {
    throw new NoSuchThing("no set");
  }

  default PeerParts.Numbers numbers() {
    throw new NoSuchThing("no list");
  }

  default PeerParts.Nodes nodes() {
    throw new NoSuchThing("no tree");
  }

  default PeerParts.Bold bold() {
    throw new NoSuchThing("no marks");
  }

  default PeerParts.Notes notes() {
    throw new NoSuchThing("no annotations, and no anchors or nowhere to keep them");
  }

  /** What this replica does from now on, as steps. */
  default PeerParts.Steps steps() {
    throw new NoSuchThing("no undo");
  }

  /** Whether transactions become one change until somebody needs what was typed so far. */
  default boolean joins(boolean wanted) {
    return false;
  }

  /** Ends the change that joins transactions. */
  default void boundary() {}

  default void free() {}
}
