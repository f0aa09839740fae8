package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.concurrent.Callable;

/**
 * One subcommand. Its fields are options and parameters, filled in by picocli before it runs.
 *
 * <p>A verb fails by throwing {@link RejoinException}; {@link Failures} prints that and picks the
 * exit code. It may be interrupted: that is how a long one ends. It opens the replica before it
 * prints or changes anything, because a directory in use means that the node there runs it instead.
 */
abstract class Verb implements Callable<Integer> {
  private final Invocation invocation;

  Verb(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Does it. */
  abstract ExitCode run(Invocation invocation) throws InterruptedException;

  /** Whether a running node may run the verb; not if it goes on until it is interrupted. */
  boolean canBeServed() {
    return true;
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (invocation.isServed() && !canBeServed()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "a node runs only verbs that come to an end");
    }
    try {
      return run(invocation).number();
    } catch (RejoinException e) {
      boolean ask = e.code() == ErrorCode.REPLICA_LOCKED && canBeServed();
      if (!ask || invocation.options().offline) {
        throw e;
      }
      Integer exit = NodeClient.run(invocation);
      if (exit == null) {
        throw e;
      }
      return exit;
    }
  }
}
