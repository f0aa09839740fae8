package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shapes that hurt: the same as peers/shapes.mjs, number for number, at the sizes that the options
 * scale.
 */
final class Shapes {
  private static final int PREPENDED = 20;
  private static final int BASE_PIECE = 100;
  private static final int BASE_OFFLINE = 10_000;
  private static final int PIECE_RANDOM = 10_000;

  private final Harness harness;
  private final PeerLibrary library;

  Shapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
  }

  /** A person's keystrokes: mostly letters, one in ten takes back, one in fifty goes elsewhere. */
  static List<Patch> strokes(Xorshift random, int count, int length) {
    List<Patch> patches = new ArrayList<>(count);
    int now = length;
    int cursor = random.below(now + 1);
    for (int i = 0; i < count; i++) {
      if (random.below(50) == 0) {
        cursor = random.below(now + 1);
      }
      if (random.below(10) == 0 && cursor > 0) {
        cursor--;
        now--;
        patches.add(new Patch(cursor, 1, ""));
      } else {
        patches.add(new Patch(cursor, 0, random.letter()));
        cursor++;
        now++;
      }
    }
    return patches;
  }

  /** A text that was not typed from left to right: pieces at random places. */
  static PeerDocument base(PeerDocument document, Xorshift random, int length) {
    for (int at = 0; at < length; at += BASE_PIECE) {
      String piece = random.words(Math.min(BASE_PIECE, length - at));
      document.edit(random.below(at + 1), 0, piece);
    }
    return document;
  }

  /** Two replicas that share a text, and the changes that each makes from then on. */
  private final class Pair {
    private final PeerDocument a = library.open(1);
    private final PeerDocument b = library.open(2);
    private final List<Made> ofA = new ArrayList<>();
    private final List<Made> ofB = new ArrayList<>();

    Pair(Consumer<PeerDocument> fill) {
      a.record(ofA);
      fill.accept(a);
      b.applyAll(ofA);
      ofA.clear();
      b.record(ofB);
    }

    void recordNoMore() {
      a.record(null);
      b.record(null);
    }

    void free() {
      a.free();
      b.free();
    }
  }

  private static void hand(List<Made> made, PeerDocument reader) {
    made.forEach(reader::apply);
    made.clear();
  }

  /** Two users take turns, each at the end. */
  void pingPong() {
    harness.row("ping-pong", row -> harness.once(row, harness.sizeOf(100_000), this::pingPong));
  }

  private double pingPong(int n) {
    Xorshift random = new Xorshift();
    Pair pair = new Pair(document -> document.edit(0, 0, "|"));
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                boolean second = i % 2 == 1;
                (second ? pair.b : pair.a).edit(i + 1, 0, random.letter());
                hand(second ? pair.ofB : pair.ofA, second ? pair.a : pair.b);
              }
            });
    require(pair.a.text().equals(pair.b.text()), "the two differ");
    pair.free();
    return millis;
  }

  /** One user types and takes in what the other typed, who takes in nothing. */
  void oneSided() {
    harness.row("one-sided", row -> harness.once(row, harness.sizeOf(100_000), this::oneSided));
  }

  private double oneSided(int n) {
    Xorshift random = new Xorshift();
    Pair pair = new Pair(document -> document.edit(0, 0, "|"));
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                pair.b.edit(i + 1, 0, random.letter());
                hand(pair.ofB, pair.a);
                pair.a.edit(i, 0, random.letter());
              }
            });
    String shown = pair.a.text();
    require(
        shown.length() == 2 * n + 1 && shown.endsWith(pair.b.text()),
        "the text is not what was typed");
    require(pair.ofA.size() == n, "changes are missing");
    pair.free();
    return millis;
  }

  /** Two users type apart for long, then merge. */
  void offline() {
    harness.row("offline", row -> harness.once(row, harness.sizeOf(100_000), this::offline));
  }

  private double offline(int n) {
    Xorshift random = new Xorshift();
    Pair pair = new Pair(document -> base(document, random, BASE_OFFLINE));
    pair.recordNoMore();
    harness.start(10); // typing is not what is measured
    Object since = pair.a.mark();
    type(pair.a, strokes(random, n, BASE_OFFLINE));
    type(pair.b, strokes(random, n, BASE_OFFLINE));
    double millis =
        harness.time(
            () -> {
              byte[] fromA = pair.a.since(since);
              pair.a.applySince(pair.b.since(since));
              pair.b.applySince(fromA);
              pair.a.text();
              pair.b.text();
            });
    require(pair.a.text().equals(pair.b.text()), "the two differ");
    pair.free();
    return millis;
  }

  private void type(PeerDocument document, List<Patch> patches) {
    for (int i = 0; i < patches.size(); i++) {
      harness.tick(i, patches.size());
      Patch patch = patches.get(i);
      document.edit(patch.position(), patch.deleted(), patch.inserted());
    }
  }

  /** Many replicas type backwards at the same place; somebody takes in all of it. */
  void prepend() {
    harness.row("prepend", row -> harness.once(row, harness.sizeOf(1_000), this::prepend));
  }

  private double prepend(int n) {
    Xorshift random = new Xorshift();
    List<Made> changes = new ArrayList<>();
    harness.start(10);
    for (int i = 0; i < n; i++) {
      harness.tick(0, n);
      PeerDocument document = library.open(i + 1);
      document.record(changes);
      for (int j = 0; j < PREPENDED; j++) {
        document.edit(0, 0, random.letter());
      }
      document.free();
    }
    PeerDocument reader = library.open(n + 1);
    double millis =
        harness.time(
            () -> {
              reader.applyAll(changes);
              reader.text();
            });
    require(reader.text().length() == n * PREPENDED, "letters are missing");
    reader.free();
    return millis;
  }

  /** Single letters anywhere in a large text. */
  void random() {
    harness.row("random", row -> harness.once(row, harness.sizeOf(100_000), this::random));
  }

  private double random(int n) {
    Xorshift random = new Xorshift();
    PeerDocument document = library.open(1);
    int length = 10 * n;
    harness.start(10);
    for (int at = 0; at < length; at += PIECE_RANDOM) {
      harness.tick(0, length);
      document.edit(at, 0, random.words(Math.min(PIECE_RANDOM, length - at)));
    }
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                document.edit(random.below(length + i + 1), 0, random.letter());
              }
            });
    require(document.text().length() == length + n, "letters are missing");
    document.free();
    return millis;
  }

  /** Everything is deleted, and that is taken back. */
  void undo() {
    harness.row("undo", row -> harness.once(row, harness.sizeOf(100_000), this::undo));
  }

  private double undo(int n) {
    PeerDocument document = base(library.open(1), new Xorshift(), n);
    String text = document.text();
    double millis =
        harness.time(
            () -> {
              document.edit(0, text.length(), "");
              document.undo();
              document.text();
            });
    require(document.text().equals(text), "the text undone is not the text before");
    document.free();
    return millis;
  }

  /** Places in a text that is edited, found again in the end. */
  void anchors() {
    double[] resolving = new double[1];
    int n = harness.sizeOf(10_000);
    harness.row("anchors", row -> harness.once(row, n, count -> anchors(count, resolving)));
    if (resolving[0] > 0 && harness.options().wants("anchors-resolve")) {
      harness.told("anchors-resolve", new ArrayList<>(List.of(resolving[0])), line().put("n", n));
    }
  }

  private double anchors(int n, double[] resolving) {
    Xorshift random = new Xorshift();
    int length = 10 * n;
    PeerDocument document = base(library.open(1), random, length);
    int[] places = new int[n];
    Arrays.setAll(places, i -> random.below(length));
    Arrays.sort(places);
    List<Patch> edits = strokes(random, n, length);
    Object[] set = new Object[n];
    double setting =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                set[i] = document.anchor(places[i]);
              }
              type(document, edits);
            });
    int[] found = new int[n];
    resolving[0] =
        harness.time(
            () -> {
              for (int i = 0; i < n; i++) {
                harness.tick(i, n);
                found[i] = document.position(set[i]);
              }
            });
    for (int i = 1; i < n; i++) {
      require(found[i - 1] <= found[i], "anchors have changed their order");
    }
    require(found[n - 1] <= document.text().length(), "an anchor lies behind the text");
    document.free();
    return setting + resolving[0];
  }
}
