package dev.rejoin.benchmarks;

/** A library does not have what a row asks for; the message says what. */
final class NoSuchThing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoSuchThing(String what) {
    super(what);
  }
}
