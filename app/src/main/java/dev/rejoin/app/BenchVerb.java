package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A verb below {@code rejoin bench} that another module brings: a picocli command with a public
 * constructor without arguments, found by {@link java.util.ServiceLoader}.
 *
 * <p>Made and run once, by one thread, which is interrupted to end it early.
 */
public abstract class BenchVerb implements Callable<Integer> {
  private @Nullable Invocation invocation;

  /** For subclasses. */
  protected BenchVerb() {}

  /** What follows {@code rejoin bench}. */
  public abstract String verb();

  /**
   * Measures.
   *
   * @return whether everything worked that was asked for
   * @throws RejoinException if something is missing; it is printed with its remedy
   */
  protected abstract boolean measure(BenchTalk talk) throws InterruptedException;

  final BenchVerb in(Invocation run) {
    invocation = run;
    return this;
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (invocation == null || invocation.isServed()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "a measurement runs in a process of its own, not in a node");
    }
    boolean worked = measure(new BenchTalk(invocation));
    return (worked ? ExitCode.DONE : ExitCode.FAILED).number();
  }
}
