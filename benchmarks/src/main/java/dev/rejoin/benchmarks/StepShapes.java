package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.List;

/** Many steps taken back and forth: the same operations as peers/notes.mjs. */
final class StepShapes {
  private static final int STEPS = 1_000;
  private static final int WORD = 5;
  private static final int LETTERS_PER_STEP = 50;

  private final Harness harness;
  private final PeerLibrary library;

  StepShapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
  }

  /** One user's steps in one half of a text, and another one at work in the other half. */
  private final class Pair {
    private final Xorshift random = new Xorshift();
    private final PeerDocument a = library.open(1);
    private final PeerDocument b = library.open(2);
    private final PeerParts.Steps steps;
    private final List<Made> ofB = new ArrayList<>();
    private final int count;
    private final int half;

    Pair(int count) {
      this.count = count;
      this.half = LETTERS_PER_STEP * count;
      List<Made> ofA = new ArrayList<>();
      a.record(ofA);
      Shapes.base(a, random, 2 * half);
      a.edit(half, 0, "|");
      b.applyAll(ofA);
      b.record(ofB);
      steps = a.steps();
    }

    void type() {
      int left = half;
      for (int i = 0; i < count; i++) {
        if (i % 3 == 2) {
          a.edit(random.below(left - WORD), WORD, "");
          left -= WORD;
        } else {
          int at = random.below(left);
          a.edit(at, 0, random.words(WORD));
          left += WORD;
        }
      }
    }

    void others() {
      for (int i = 0; i < count; i++) {
        int at = half + 1 + random.below(half);
        b.edit(at, 0, random.letter());
      }
      ofB.forEach(a::apply);
      ofB.clear();
    }

    double time(Runnable step) {
      return harness.time(
          () -> {
            for (int i = 0; i < count; i++) {
              harness.tick(i, count);
              step.run();
            }
          });
    }

    void free() {
      a.free();
      b.free();
    }
  }

  void undoAndRedo() {
    double[] redoing = new double[1];
    int n = harness.sizeOf(STEPS);
    harness.row(
        "undo-steps",
        row -> {
          PeerDocument any = library.open(1);
          String note = any.steps().note();
          any.free();
          harness.once(
              row,
              n,
              Harness.MANY_SMALL,
              line().put("note", note),
              count -> backAndForth(count, redoing));
          if (harness.options().wants("redo-steps")) {
            harness.told(
                "redo-steps",
                new ArrayList<>(List.of(redoing[0])),
                line().put("n", n).put("note", note));
          }
        });
  }

  private double backAndForth(int n, double[] redoing) {
    Pair pair = new Pair(n);
    pair.type();
    pair.others();
    String before = pair.a.text().substring(0, pair.a.text().indexOf('|'));
    double undoing = pair.time(pair.steps::undo);
    require(pair.a.text().equals(pair.b.text()), "the text undone is not what the other one has");
    pair.others();
    redoing[0] = pair.time(pair.steps::redo);
    String others = pair.b.text().substring(pair.b.text().indexOf('|'));
    require(pair.a.text().equals(before + others), "the text redone is not the text before");
    pair.free();
    return undoing;
  }
}
