package dev.rejoin.app;

import dev.rejoin.proto.RejoinException;
import java.util.concurrent.Callable;

/**
 * One subcommand. Its fields are options and parameters, filled in by picocli before it runs.
 *
 * <p>A verb fails by throwing {@link RejoinException}; {@link Failures} prints that and picks the
 * exit code. It may be interrupted: that is how a long one ends.
 */
abstract class Verb implements Callable<Integer> {
  private final Invocation invocation;

  Verb(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Does it. */
  abstract ExitCode run(Invocation invocation) throws InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    return run(invocation).number();
  }
}
