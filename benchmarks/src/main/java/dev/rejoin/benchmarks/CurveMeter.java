package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Received;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a document that grows: at each size a few batches of every operation, the median of
 * which counts. Not safe for several threads.
 */
final class CurveMeter {
  private static final int BATCHES = 5;
  private static final int OPERATIONS = 1_000;

  /** A document of this size is measured first, and forgotten: that is the warm-up. */
  private static final int WARM_ATOMS = 20_000;

  private static final long WARM_NANOS = 3_000_000_000L;

  /** What goes over the whole document is repeated until this is spent. */
  private static final long WHOLE_NANOS = 1_500_000_000L;

  private EngineDocument document = new EngineDocument(1);
  private final Xorshift random = new Xorshift();

  /** Warms up, then starts from an empty document. */
  void warm() {
    long end = System.nanoTime() + WARM_NANOS;
    while (System.nanoTime() < end) {
      document = new EngineDocument(1);
      at(WARM_ATOMS);
    }
    document = new EngineDocument(1);
  }

  /** Lets the document grow to a size, and measures there. */
  CurvePoint at(int atoms) {
    document.grow(atoms);
    Map<Curve, Double> nanos = new EnumMap<>(Curve.class);
    long pieces = document.pieces();
    byte[] snapshot = document.save();
    nanos.put(Curve.SAVE, whole(document::save) / pieces);
    nanos.put(Curve.LOAD, whole(() -> EngineDocument.load(2, snapshot)) / pieces);
    nanos.put(Curve.CONTENT, whole(document::content) / document.length());
    // Edits go into a copy, so that those of one size do not weigh on the next.
    EngineDocument copy = EngineDocument.load(3, snapshot);
    nanos.put(Curve.REMOTE, remote(copy, EngineDocument.load(2, snapshot)));
    nanos.put(Curve.ANCHOR, anchors(copy));
    List<Double> inserts = new ArrayList<>();
    List<Double> deletes = new ArrayList<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      inserts.add(batch(() -> copy.insert(random.below(copy.length() + 1))));
      deletes.add(batch(() -> copy.delete(random.below(copy.length()))));
    }
    nanos.put(Curve.INSERT, Median.of(inserts));
    nanos.put(Curve.DELETE, Median.of(deletes));
    return new CurvePoint(atoms, nanos);
  }

  private double remote(EngineDocument reader, EngineDocument other) {
    List<Double> batches = new ArrayList<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Received> changes = new ArrayList<>(OPERATIONS);
      for (int i = 0; i < OPERATIONS; i++) {
        changes.add(other.insert(random.below(other.length() + 1)));
      }
      int[] next = new int[1];
      batches.add(batch(() -> reader.apply(changes.get(next[0]++))));
    }
    return Median.of(batches);
  }

  private double anchors(EngineDocument copy) {
    List<Anchor> anchors = new ArrayList<>(OPERATIONS);
    for (int i = 0; i < OPERATIONS; i++) {
      anchors.add(copy.anchor(random.below(copy.length())));
    }
    List<Double> batches = new ArrayList<>();
    long[] found = new long[1];
    for (int batch = 0; batch < BATCHES; batch++) {
      int[] next = new int[1];
      batches.add(batch(() -> found[0] += copy.position(anchors.get(next[0]++))));
    }
    if (found[0] < 0) {
      throw new IllegalStateException("positions below 0 were found");
    }
    return Median.of(batches);
  }

  private static double batch(Runnable operation) {
    return timed(
            () -> {
              for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
              }
            })
        / (double) OPERATIONS;
  }

  /** The median of some runs; one run where that takes long. */
  private static double whole(Runnable operation) {
    List<Double> runs = new ArrayList<>();
    long spent = 0;
    while (runs.size() < BATCHES && spent < WHOLE_NANOS) {
      long nanos = timed(operation);
      runs.add((double) nanos);
      spent += nanos;
    }
    return Median.of(runs);
  }

  private static long timed(Runnable operation) {
    long from = System.nanoTime();
    operation.run();
    return System.nanoTime() - from;
  }
}
