package dev.rejoin.benchmarks;

import org.jspecify.annotations.Nullable;

/** One library as the comparison drives it; the drivers for Node have the same parts. */
interface PeerLibrary {
  String name();

  String version();

  /** An empty document as this replica sees it; numbers from 1. */
  PeerDocument open(int replica);

  /** The form that an application would save, which the rows about saving and loading measure. */
  Form saved();

  /** What {@link PeerDocument#save} wrote in the form {@link #saved}. */
  PeerDocument load(byte[] bytes);

  /** What the bytes of a form hold, or an empty text where there is no such form. */
  String what(Form form);

  /** An empty document that is typed for this form alone, or null if the common one will do. */
  default @Nullable PeerDocument openFor(Form form) {
    return null;
  }

  /** Whether documents live outside the heap. */
  default boolean isNative() {
    return false;
  }

  /** A library that runs in a JVM; nothing of the others is loaded. */
  static PeerLibrary named(String name) {
    return switch (name) {
      case "rejoin" -> new RejoinLibrary();
      case "floor" -> new FloorLibrary();
      case "automerge-java" -> new AutomergeLibrary();
      default -> throw new IllegalArgumentException("there is no library " + name + " here");
    };
  }
}
