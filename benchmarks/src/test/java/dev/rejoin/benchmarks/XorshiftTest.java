package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator gives the pinned numbers; the drivers for Node check theirs when they start. */
final class XorshiftTest {
  @Test
  void first_numbers_are_those_of_the_file() throws IOException {
    Xorshift random = new Xorshift();
    List<String> pinned = Files.readAllLines(Path.of("peers/xorshift.txt"));
    assertTrue(pinned.size() >= 8, "too few numbers pinned");
    for (String line : pinned) {
      assertEquals(Long.parseLong(line), random.next());
    }
  }

  @Test
  void strokes_stay_inside_the_text() {
    int length = 5;
    int deletes = 0;
    for (Patch patch : Shapes.strokes(new Xorshift(), 10_000, length)) {
      assertTrue(patch.position() >= 0 && patch.position() + patch.deleted() <= length);
      deletes += patch.deleted();
      length += patch.inserted().length() - patch.deleted();
    }
    assertTrue(deletes > 800 && deletes < 1_200, "one in ten takes back, not " + deletes);
  }
}
