package dev.rejoin.benchmarks;

import java.nio.file.Path;
import java.util.Map;

/**
 * A measuring process: one library that runs in a JVM, one workload, JSON lines out.
 *
 * <p>Arguments: the library, the workload, and {@link ChildOptions} as JSON.
 */
final class PeerMain {
  private final Harness harness;
  private final String name;
  private final String workload;

  private PeerMain(Harness harness, String name, String workload) {
    this.harness = harness;
    this.name = name;
    this.workload = workload;
  }

  public static void main(String[] arguments) {
    Harness harness = new Harness(ChildOptions.parse(arguments[2]), System.out);
    try {
      new PeerMain(harness, arguments[0], arguments[1]).run();
    } catch (NoSuchThing e) {
      harness.tell(Harness.line().put("row", "*").put("none", e.getMessage()));
    }
    System.exit(0); // threads of a library must not keep the process
  }

  private void run() {
    String file = harness.options().trace();
    PlainTrace trace = file == null ? null : PlainTrace.read(Path.of(file));
    long startNanos = System.nanoTime();
    PeerLibrary library = PeerLibrary.named(name);
    harness.tell(Harness.line().put("version", library.version()));
    Runnable work = trace == null ? shape(library) : replay(library, trace, startNanos);
    work.run();
  }

  private Runnable replay(PeerLibrary library, PlainTrace trace, long startNanos) {
    Replays replays = new Replays(harness, library, trace);
    return known(
        Map.of(
            "sequential",
            replays::sequential,
            "concurrent",
            () -> new Merges(harness, library, trace).concurrent(),
            "cold",
            () -> replays.cold(startNanos),
            "heap",
            replays::heap));
  }

  private Runnable shape(PeerLibrary library) {
    Shapes shapes = new Shapes(harness, library);
    MarkShapes marks = new MarkShapes(harness, library);
    return known(
        Map.ofEntries(
            entry("ping-pong", shapes::pingPong),
            entry("one-sided", shapes::oneSided),
            entry("offline", shapes::offline),
            entry("prepend", shapes::prepend),
            entry("random", shapes::random),
            entry("undo", shapes::undo),
            entry("undo-steps", () -> new StepShapes(harness, library).undoAndRedo()),
            entry("anchors", shapes::anchors),
            entry("annotations", marks::annotations),
            entry("marks", marks::marks),
            entry("lists", () -> new ListShapes(harness, library).all()),
            entry("trees", () -> new TreeShapes(harness, library).all()),
            entry("maps", () -> new ValueShapes(harness, library).maps()),
            entry("counters", () -> new ValueShapes(harness, library).counters()),
            entry("sets", () -> new ValueShapes(harness, library).sets())));
  }

  private static Map.Entry<String, Runnable> entry(String workload, Runnable work) {
    return Map.entry(workload, work);
  }

  private Runnable known(Map<String, Runnable> workloads) {
    Runnable work = workloads.get(workload);
    if (work == null) {
      throw new IllegalArgumentException("there is no workload " + workload + " here");
    }
    return work;
  }
}
