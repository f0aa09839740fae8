package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Promises and what the page says of them; no times. */
final class TypesPageTest {
  private final TypesPage page = new TypesPage();

  private static Promise promise(String what) {
    return Promise.all().stream().filter(p -> p.what().equals(what)).findFirst().orElseThrow();
  }

  @Test
  void every_promise_names_a_benchmark_that_is_there_and_no_two_are_alike() {
    Set<String> names = new HashSet<>();
    for (Promise promise : Promise.all()) {
      long found =
          Arrays.stream(promise.benchmark().getMethods())
              .filter(method -> method.isAnnotationPresent(Benchmark.class))
              .filter(method -> method.getName().equals(promise.method()))
              .count();
      assertEquals(1, found, promise.benchmarkName());
      names.add(promise.what());
    }
    assertEquals(Promise.all().size(), names.size());
  }

  @Test
  void a_line_has_times_growth_and_whether_the_limit_is_kept() {
    Promise move = promise("move a node");
    page.add(move, 1_000, 2_000);
    page.add(move, 100_000, 5_000);
    assertEquals(
        List.of(
            "| | n | may cost | n = 1,000 | n = 100,000 | growth | kept |",
            "|---|---|---|---:|---:|---:|---|",
            "| move a node | nodes | O(log n + depth), 20.00 µs at 100,000 | 2.00 µs | 5.00 µs | 2.5× for 100× | yes |"),
        page.table());
    page.add(move, 100_000, 20_001);
    assertEquals("| **no** |", page.table().get(2).substring(page.table().get(2).length() - 10));
  }

  @Test
  void what_was_measured_at_one_size_has_no_curve_and_no_growth() {
    page.add(promise("add a mark"), 10_000, 7);
    assertNull(page.chart());
    assertEquals("| add a mark | letters | O(log n) | 7.00 ns | – | – |", page.table().get(2));
    page.add(promise("add a mark"), 20_000, 8);
    assertNotNull(page.chart());
  }
}
