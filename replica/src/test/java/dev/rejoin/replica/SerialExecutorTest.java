package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of a document reach its listeners one after the other, whatever a listener does. */
final class SerialExecutorTest {
  @Test
  void a_task_that_fails_does_not_silence_those_after_it() {
    List<Runnable> pool = new ArrayList<>();
    List<String> done = new ArrayList<>();
    SerialExecutor serial = new SerialExecutor(pool::add);
    serial.execute(
        () -> {
          throw new AssertionError("a listener that checks something");
        });
    serial.execute(() -> done.add("second"));
    pool.remove(0).run();
    serial.execute(() -> done.add("third"));
    pool.forEach(Runnable::run);
    assertEquals(List.of("second", "third"), done);
  }
}
