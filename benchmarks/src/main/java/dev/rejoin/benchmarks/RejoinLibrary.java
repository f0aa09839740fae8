package dev.rejoin.benchmarks;

import dev.rejoin.crdt.DocumentState;
import org.jspecify.annotations.Nullable;

/** Rejoin itself: documents in memory and the codec of changes, without store and signatures. */
final class RejoinLibrary implements PeerLibrary {
  private static final int READER = 1_000_000;

  @Override
  public String name() {
    return "rejoin";
  }

  @Override
  public String version() {
    String version = RejoinLibrary.class.getPackage().getImplementationVersion();
    return version == null ? "this checkout" : version;
  }

  @Override
  public PeerDocument open(int replica) {
    return new RejoinDocument(replica, new DocumentState(RejoinDocument.NAME));
  }

  /** For the history each run is a change: what a person would call one step. */
  @Override
  public @Nullable PeerDocument openFor(Form form) {
    return form == Form.HISTORY ? RejoinDocument.ofRuns(1) : null;
  }

  @Override
  public Form saved() {
    return Form.SNAPSHOT;
  }

  @Override
  public PeerDocument load(byte[] bytes) {
    return new RejoinDocument(READER, DocumentState.load(bytes));
  }

  @Override
  public String what(Form form) {
    return switch (form) {
      case HISTORY ->
          "bundle of all changes, one for each run of typing or deleting; then with its own"
              + " compression";
      case SNAPSHOT -> "snapshot: state with deleted text, who wrote each letter, and the version";
      case STATE ->
          "the first of two parts of a snapshot; loading it needs the second, the deleted text, which"
              + " the others' forms do without";
    };
  }
}
