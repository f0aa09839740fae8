package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares with versions that are joined cause by cause, which is slow and plainly right. */
class CausalPastTest {
  private static final int ROUNDS = 60;
  private static final int CHANGES = 300;
  private Random random = new Random();

  @Test
  void answersAreThoseOfJoinedVersions() {
    int[] answers = new int[2];
    for (int seed = 0; seed < ROUNDS; seed++) {
      random = new Random(seed);
      int maxEntries = seed % 3 == 0 ? 20 : CausalPast.MAX_ENTRIES;
      history(2 + random.nextInt(9), maxEntries, answers);
    }
    assertTrue(answers[0] > 1_000 && answers[1] > 1_000, answers[0] + " no, " + answers[1]);
  }

  private void history(int replicas, int maxEntries, int[] answers) {
    Lines lines = new Lines();
    CausalPast past = new CausalPast(lines, maxEntries);
    List<Long> changes = new ArrayList<>();
    List<Version> versions = new ArrayList<>();
    Version[] newest = new Version[replicas];
    int density = 1 + random.nextInt(8);
    for (int i = 0; i < CHANGES; i++) {
      int author = random.nextInt(replicas);
      Line line = lines.of(new ReplicaId(0, author));
      long to = line.end() + 1 + random.nextInt(3);
      line.append(to, i + 1, new ChainMark(0, i));
      line.advance(to);
      Version before = newest[author] == null ? Version.empty() : newest[author];
      for (int n = random.nextInt(density) == 0 ? random.nextInt(4) : 0; n > 0 && i > 0; n--) {
        int cause = random.nextBoolean() ? Math.max(0, i - 1 - random.nextInt(5)) : random(i);
        line.addCause(line.count(), changes.get(cause));
        before = before.join(versions.get(cause));
      }
      changes.add(Line.cause(line, line.count()));
      newest[author] = before.with(line.replica(), to);
      versions.add(newest[author]);
      if (random.nextInt(3) == 0) {
        ask(past, lines, line, newest[author], answers);
      }
    }
  }

  private int random(int below) {
    return random.nextInt(below);
  }

  private static void ask(CausalPast past, Lines lines, Line line, Version right, int[] answers) {
    for (Line other : lines.sorted()) {
      long edge = right.get(other.replica());
      for (long seq = Math.max(1, edge - 1); other != line && seq <= edge + 1; seq++) {
        assertEquals(seq <= edge, past.includes(line, other.replica(), seq));
        answers[seq <= edge ? 1 : 0]++;
      }
    }
  }
}
