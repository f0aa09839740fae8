package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Marks and annotations of a text: the same operations as peers/notes.mjs. */
final class MarkShapes {
  private static final int COUNT = 10_000;
  private static final int LENGTH_LEAST = 100;
  private static final int MARKED_MAX = 50;
  private static final int NOTED_MAX = 20;

  private final Harness harness;
  private final PeerLibrary library;

  /** A mark, or what takes it away, and a letter typed. */
  private record Step(int from, int to, boolean bold, int at, String letter) {}

  MarkShapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
  }

  /** Two marks in three are bold, the third takes bold away. */
  private static List<Step> plan(Xorshift random, int count, int length) {
    List<Step> plan = new ArrayList<>(count);
    int now = length;
    int cursor = random.below(now + 1);
    for (int i = 0; i < count; i++) {
      int from = random.below(now - 1);
      int to = from + 1 + random.below(Math.min(MARKED_MAX, now - from - 1));
      boolean bold = random.below(3) > 0;
      if (random.below(10) == 0) {
        cursor = to; // typing goes on where a mark ends
      }
      plan.add(new Step(from, to, bold, cursor, random.letter()));
      cursor++;
      now++;
    }
    return plan;
  }

  /** Which units are bold in the end: a letter that is typed is as the one before it. */
  private static BitSet play(List<Step> plan, int length) {
    boolean[] bold = new boolean[length + plan.size()];
    int now = length;
    for (Step step : plan) {
      Arrays.fill(bold, step.from(), step.to(), step.bold());
      System.arraycopy(bold, step.at(), bold, step.at() + 1, now - step.at());
      bold[step.at()] = step.at() > 0 && bold[step.at() - 1];
      now++;
    }
    BitSet set = new BitSet(now);
    for (int i = 0; i < now; i++) {
      set.set(i, bold[i]);
    }
    return set;
  }

  /** A text in two replicas, and the changes of the first from then on. */
  private final class Pair {
    private final PeerDocument writer = library.open(1);
    private final PeerDocument reader = library.open(2);
    private final List<Made> changes = new ArrayList<>();
    private final List<Step> plan;
    private final int length;

    Pair(int n) {
      Xorshift random = new Xorshift();
      length = 10 * n;
      writer.record(changes);
      Shapes.base(writer, random, length);
      reader.applyAll(changes);
      changes.clear();
      plan = plan(random, n, length);
    }

    void mark() {
      PeerParts.Bold bold = writer.bold();
      for (int i = 0; i < plan.size(); i++) {
        harness.tick(i, plan.size());
        Step step = plan.get(i);
        if (step.bold()) {
          bold.mark(step.from(), step.to());
        } else {
          bold.unmark(step.from(), step.to());
        }
        writer.edit(step.at(), 0, step.letter());
      }
    }

    void check(List<PeerParts.Range> ranges) {
      BitSet shown = new BitSet();
      ranges.forEach(range -> shown.set(range.from(), range.to()));
      require(shown.equals(play(plan, length)), "other units are bold than the marks make");
      writer.free();
      reader.free();
    }
  }

  /** Marks while somebody types, and the same taken in. */
  void marks() {
    row("marks", this::local);
    row("marks-remote", this::remote);
  }

  private void row(String name, IntToDoubleFunction run) {
    harness.row(
        name,
        row -> {
          library.open(1).bold(); // tells whether there are marks
          harness.once(row, harness.sizeOf(COUNT), Harness.MANY_SMALL, line(), run);
        });
  }

  private double local(int n) {
    Pair pair = new Pair(n);
    List<PeerParts.Range> bold = new ArrayList<>();
    double millis =
        harness.time(
            () -> {
              pair.mark();
              bold.addAll(pair.writer.bold().ranges());
            });
    pair.check(bold);
    return millis;
  }

  private double remote(int n) {
    harness.start(10); // marking is not what is measured
    Pair pair = new Pair(n);
    pair.mark();
    List<PeerParts.Range> bold = new ArrayList<>();
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < pair.changes.size(); i++) {
                harness.tick(i, pair.changes.size());
                pair.reader.apply(pair.changes.get(i));
              }
              bold.addAll(pair.reader.bold().ranges());
            });
    pair.check(bold);
    return millis;
  }

  /** Ranges that are kept in the document while it is edited, found again in the end. */
  void annotations() {
    double[] finding = new double[1];
    int n = harness.sizeOf(COUNT);
    harness.row(
        "annotations",
        row -> {
          PeerDocument any = library.open(1);
          String note = any.notes().note();
          any.free();
          harness.once(
              row,
              n,
              Harness.MANY_SMALL,
              line().put("note", note),
              count -> annotate(count, finding));
          if (harness.options().wants("annotations-find")) {
            harness.told(
                "annotations-find",
                new ArrayList<>(List.of(finding[0])),
                line().put("n", n).put("note", note));
          }
        });
  }

  private double annotate(int n, double[] finding) {
    Xorshift random = new Xorshift();
    int length = Math.max(LENGTH_LEAST, 10 * n);
    PeerDocument document = Shapes.base(library.open(1), random, length);
    List<Patch> edits = Shapes.strokes(random, n, length);
    List<PeerParts.Range> added = ranges(random, edits, length);
    double setting =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                document.notes().add(i, added.get(i).from(), added.get(i).to());
                Patch edit = edits.get(i);
                document.edit(edit.position(), edit.deleted(), edit.inserted());
              }
            });
    List<PeerParts.Range> found = new ArrayList<>();
    finding[0] = harness.time(() -> found.addAll(document.notes().all(n)));
    checkNotes(found, added, edits, length);
    document.free();
    return setting + finding[0];
  }

  private static List<PeerParts.Range> ranges(Xorshift random, List<Patch> edits, int length) {
    List<PeerParts.Range> ranges = new ArrayList<>();
    int now = length;
    for (Patch edit : edits) {
      int from = random.below(now - NOTED_MAX - 1);
      ranges.add(new PeerParts.Range(from, from + 1 + random.below(NOTED_MAX)));
      now += edit.inserted().length() - edit.deleted();
    }
    return ranges;
  }

  /** Follows the text as identities of its units, which tells where each of them is in the end. */
  private static void checkNotes(
      List<PeerParts.Range> found, List<PeerParts.Range> added, List<Patch> edits, int length) {
    List<Integer> units = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      units.add(i);
    }
    int[] firsts = new int[added.size()];
    int[] lasts = new int[added.size()];
    for (int i = 0; i < added.size(); i++) {
      firsts[i] = units.get(added.get(i).from());
      lasts[i] = units.get(added.get(i).to() - 1);
      Patch edit = edits.get(i);
      if (edit.deleted() > 0) {
        units.remove(edit.position());
      } else {
        units.add(edit.position(), length + i);
      }
    }
    int[] places = new int[length + added.size()];
    Arrays.fill(places, -1);
    for (int i = 0; i < units.size(); i++) {
      places[units.get(i)] = i;
    }
    require(found.size() == added.size(), "annotations are missing");
    for (int i = 0; i < found.size(); i++) {
      int first = places[firsts[i]];
      int last = places[lasts[i]];
      require(first < 0 || found.get(i).from() == first, "annotation " + i + " begins elsewhere");
      // What is typed right behind the last unit belongs to it in some libraries.
      require(last < 0 || found.get(i).to() > last, "annotation " + i + " ends before its text");
    }
  }
}
