package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Lists whose elements move: the same operations as peers/types.mjs. */
final class ListShapes {
  private static final int MOVES = 10_000;
  private static final int CHUNK = 1_000;
  private static final int LEAST = 20;

  private final Harness harness;
  private final PeerLibrary library;

  private record Move(int from, int to) {}

  ListShapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
  }

  /** A list, another replica that has it too, and the changes of the first from then on. */
  private final class Pair {
    private final PeerDocument writer = library.open(1);
    private final PeerDocument reader = library.open(2);
    private final List<Made> changes = new ArrayList<>();

    Pair(int size) {
      writer.record(changes);
      for (int at = 0; at < size; at += CHUNK) {
        writer.numbers().addAll(IntStream.range(at, Math.min(size, at + CHUNK)).boxed().toList());
      }
      changes.forEach(reader::apply);
      changes.clear();
    }

    void move(List<Move> plan) {
      PeerParts.Numbers numbers = writer.numbers();
      for (int i = 0; i < plan.size(); i++) {
        harness.tick(i, plan.size());
        numbers.move(plan.get(i).from(), plan.get(i).to());
      }
    }

    void free() {
      writer.free();
      reader.free();
    }
  }

  private static List<Move> plan(int moves, int size) {
    Xorshift random = new Xorshift();
    List<Move> plan = new ArrayList<>(moves);
    for (int i = 0; i < moves; i++) {
      int from = random.below(size);
      plan.add(new Move(from, random.below(size)));
    }
    return plan;
  }

  private static void check(PeerDocument document, List<Move> plan, int size) {
    List<Integer> expected = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    plan.forEach(move -> expected.add(move.to(), expected.remove(move.from())));
    require(document.numbers().all().equals(expected), "the list is not what the moves make of it");
  }

  void all() {
    row("list-move", n -> Math.max(LEAST, n / 10), this::local);
    row("list-move-large", n -> 10 * n, this::local);
    row("list-remote", n -> 10 * n, this::remote);
  }

  private interface Measure {
    double millis(int moves, int size);
  }

  private void row(String name, IntUnaryOperator sizeOf, Measure measure) {
    harness.row(
        name,
        row -> {
          PeerDocument any = library.open(1);
          String note = any.numbers().note();
          any.free();
          harness.once(
              row,
              harness.sizeOf(MOVES),
              Harness.MANY_SMALL,
              note.isEmpty() ? line() : line().put("note", note),
              n -> measure.millis(n, sizeOf.applyAsInt(n)));
        });
  }

  private double local(int moves, int size) {
    Pair pair = new Pair(size);
    List<Move> plan = plan(moves, size);
    double millis = harness.time(() -> pair.move(plan));
    check(pair.writer, plan, size);
    pair.free();
    return millis;
  }

  private double remote(int moves, int size) {
    harness.start(10); // moving is not what is measured
    Pair pair = new Pair(size);
    List<Move> plan = plan(moves, size);
    pair.move(plan);
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < pair.changes.size(); i++) {
                harness.tick(i, moves);
                pair.reader.apply(pair.changes.get(i));
              }
            });
    check(pair.reader, plan, size);
    pair.free();
    return millis;
  }
}
