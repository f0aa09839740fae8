package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SerialTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void runsOneTaskAfterTheOther() throws InterruptedException {
    AtomicInteger bursts = new AtomicInteger();
    Serial serial = new Serial(pool, bursts::incrementAndGet);
    List<Integer> order = new ArrayList<>(); // not safe for several threads: the serial must be
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger elsewhere = new AtomicInteger();

    for (int i = 0; i < 10_000; i++) {
      int number = i;
      serial.execute(
          () -> {
            order.add(number);
            elsewhere.addAndGet(serial.isCurrent() ? 0 : 1);
          });
    }
    serial.execute(done::countDown);

    assertTrue(done.await(20, TimeUnit.SECONDS));
    assertEquals(IntStream.range(0, 10_000).boxed().toList(), order);
    assertEquals(0, elsewhere.get());
    assertFalse(serial.isCurrent());
    assertTrue(bursts.get() >= 10_000 / 64, "gives its thread back now and then");
  }

  @Test
  void flagRunsOnceForManyReasonsAndAgainForLaterOnes() {
    List<Runnable> waiting = new ArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    Flag[] flag = new Flag[1];
    flag[0] =
        new Flag(
            waiting::add,
            () -> {
              if (runs.incrementAndGet() == 1) {
                flag[0].raise();
              }
            });

    flag[0].raise();
    flag[0].raise();
    assertEquals(1, waiting.size());
    waiting.remove(0).run();
    assertEquals(1, waiting.size(), "raised by the task itself");
    waiting.remove(0).run();

    assertEquals(2, runs.get());
    assertEquals(0, waiting.size());
  }
}
