package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes in a store and in frames have the sizes that their parts have. */
final class SignedSizesTest {
  private static final int SIGNATURE = 64;

  @Test
  void a_change_costs_its_bytes_and_a_signature(@TempDir Path dir) {
    Path store = dir.resolve("store");
    SignedSizes.Sizes one = new SignedSizes(store).measure(List.of(1)).get(0);
    assertFalse(Files.exists(store));
    assertTrue(one.frame() > one.change() + SIGNATURE, one.toString());
    assertTrue(one.further() < one.frame() - SIGNATURE, one.toString());
    assertTrue(one.disk().get("journal") > one.change() + SIGNATURE, one.toString());
    assertEquals(List.of("arrival", "by_document", "journal"), List.copyOf(one.disk().keySet()));
    List<String> lines = new SignedTable(List.of(one)).lines();
    assertTrue(lines.get(lines.size() - 1).startsWith("The budget"), lines.toString());
  }
}
