package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BackoffTest {
  private final Backoff backoff = new Backoff(1_000);

  private long failed() {
    return backoff.failed(0, false, 0);
  }

  @Test
  void pausesDoubleUpToTheCap() {
    assertEquals(1_000, failed());
    assertEquals(2_000, failed());
    assertEquals(4_000, failed());
    assertEquals(8_000, failed());
    assertEquals(16_000, failed());
    assertEquals(20_000, failed());
    for (int i = 0; i < 100; i++) {
      assertEquals(20_000, failed());
    }
    assertEquals(Backoff.CAP_MILLIS, backoff.failed(0, false, 1));
  }

  @Test
  void randomPartIsUpToHalfOnTop() {
    assertEquals(1_500, backoff.failed(0, false, 1));
    assertEquals(2_500, backoff.failed(0, false, 0.5));
  }

  @Test
  void healthyLinkResets() {
    failed();
    failed();
    assertEquals(4_000, backoff.failed(Backoff.HEALTHY_MILLIS - 1, false, 0));
    assertEquals(1_000, backoff.failed(Backoff.HEALTHY_MILLIS, false, 0));
    assertEquals(1, backoff.failures());
  }

  @Test
  void hopelessPausesLongAtOnce() {
    assertEquals(20_000, backoff.failed(0, true, 0));
  }
}
