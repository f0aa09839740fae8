package dev.rejoin.replica;

/** A listener that was added; close it to hear no more. Safe for any thread, idempotent. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
