package dev.rejoin.benchmarks;

import dev.rejoin.crdt.DocumentState;

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
      case HISTORY -> "all changes, up to 1,024 transactions in each";
      case SNAPSHOT -> "snapshot: state with deleted text, who wrote each letter, and the version";
      case STATE -> "";
    };
  }
}
