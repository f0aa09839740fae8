package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.app.BenchTalk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the processes of a plan one after the other, and collects what they tell. */
final class PeersRun {
  private final Pace pace;
  private final Path work;
  private final TraceFiles traces;
  private final NodeTools node;
  private final Results results = new Results();

  /** How long the slowest round of a process took, by peer, section and workload. */
  private final Map<String, Double> secondsOf = new HashMap<>();

  PeersRun(Pace pace, Path work, TraceFiles traces, NodeTools node) {
    this.pace = pace;
    this.work = work;
    this.traces = traces;
    this.node = node;
  }

  Results run(List<Job> jobs, BenchTalk talk) throws InterruptedException {
    jobs.forEach(this::forget);
    long startNanos = System.nanoTime();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      talk.progress(job.describe(), i, jobs.size());
      List<String> rows = worthwhile(job, (System.nanoTime() - startNanos) / 1e9);
      if (rows.isEmpty()) {
        continue;
      }
      if (job.workload().equals(Row.HEAP) && !Files.exists(saved(job))) {
        add(job, Row.HEAP, Harness.line().put("none", "nothing was saved, or not in time"));
      } else {
        run(job, rows);
      }
    }
    return results;
  }

  /**
   * The rows of a job that are measured: in the first round all, later none that came to nothing
   * before, no sizes, which are the same in each round, nothing of a process that is slow, and
   * nothing after the time for everything is over.
   */
  private List<String> worthwhile(Job job, double seconds) {
    if (job.round() > 0) {
      boolean slow = secondsOf.getOrDefault(kind(job), 0.0) > pace.onceAboveSeconds();
      if (!slow && seconds > pace.totalSeconds()) {
        results.countLate();
      }
      if (slow || seconds > pace.totalSeconds()) {
        return List.of();
      }
    }
    List<String> rows = new ArrayList<>();
    for (String row : job.rows()) {
      boolean again = job.round() > 0 && row.startsWith("size-");
      if (!again && !results.hopeless(job, row)) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static String kind(Job job) {
    return job.peer() + " " + job.section() + " " + job.workload();
  }

  private void run(Job job, List<String> rows) throws InterruptedException {
    Path log = work.resolve("last-process.log");
    ChildProcess process = new ChildProcess(command(job, rows), node.folder(), log);
    long fromNanos = System.nanoTime();
    ChildProcess.Outcome outcome = process.run(pace.processSeconds());
    double seconds = Math.rint((System.nanoTime() - fromNanos) / 1e8) / 10;
    secondsOf.merge(kind(job), seconds, Math::max);
    add(job, "process of " + job.workload(), Harness.line().put("seconds", seconds));
    for (ObjectNode line : outcome.lines()) {
      if (line.has("version")) {
        results.version(job.peer(), line.get("version").asText());
      } else if (line.has("row")) {
        results.add(new Measured(job, line.get("row").asText(), line));
      }
    }
    if (outcome.timedOut() && !outcome.open().isEmpty()) {
      add(job, outcome.open(), Harness.line().put("overMillis", outcome.openMillis()));
    }
    ObjectNode lacking = lacking(outcome);
    if (lacking != null) {
      unmeasured(job, rows).forEach(row -> add(job, row, lacking.deepCopy()));
    }
    if (!outcome.failure().isEmpty()) {
      for (String row : unmeasured(job, rows)) {
        add(job, row, Harness.line().put("failed", outcome.failure()));
      }
    }
  }

  /** Why a library has nothing for any row that its process came to, or null if it has. */
  private static @Nullable ObjectNode lacking(ChildProcess.Outcome outcome) {
    List<ObjectNode> told = outcome.lines().stream().filter(line -> line.has("row")).toList();
    boolean all = !told.isEmpty() && told.stream().allMatch(line -> line.has("none"));
    return all ? Harness.line().put("none", told.get(0).get("none").asText()) : null;
  }

  private void add(Job job, String row, ObjectNode line) {
    line.put("row", row);
    results.add(new Measured(job, row, line));
  }

  /** The rows of a job of which the process told nothing. */
  private List<String> unmeasured(Job job, List<String> rows) {
    List<String> missing = new ArrayList<>(rows);
    for (Measured measured : results.all()) {
      if (measured.job().equals(job)) {
        missing.remove(measured.row());
      }
    }
    return missing;
  }

  /** What an earlier comparison saved may be of another version. */
  private void forget(Job job) {
    try {
      Files.deleteIfExists(saved(job));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + saved(job), e);
    }
  }

  /** Where the process that saves a document leaves it for the one that measures memory. */
  private Path saved(Job job) {
    return work.resolve(job.peer().label() + "-" + job.section() + ".saved");
  }

  private List<String> command(Job job, List<String> rows) {
    String trace = job.trace().isEmpty() ? null : traces.prepared(job.trace()).toString();
    ChildOptions options =
        new ChildOptions(
            trace,
            saved(job).toString(),
            rows,
            job.peer().inNode() ? pace.warmMillis() : Pace.JVM_WARM * pace.warmMillis(),
            pace.budgetMillis(),
            pace.limitMillis(),
            pace.scale());
    List<String> command = new ArrayList<>();
    if (job.peer().inNode()) {
      command.addAll(List.of("node", "--expose-gc", "--max-old-space-size=4096"));
      command.addAll(List.of("--min-semi-space-size=256", "--max-semi-space-size=256"));
      command.add("main.mjs");
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xms1g", "-Xmx3g", "-Xmn512m", "-XX:+UseSerialGC"));
      command.add("-Djava.io.tmpdir=" + work);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(PeerMain.class.getName());
    }
    command.addAll(List.of(job.peer().label(), job.workload(), options.json()));
    return command;
  }
}
