package dev.rejoin.benchmarks;

import dev.rejoin.app.BenchTalk;
import dev.rejoin.app.BenchVerb;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin bench peers}. */
@Command(
    name = "peers",
    description = {
      "Compare Rejoin with other libraries on the same editing traces.",
      "One process for each library and trace, in turn; a table of medians and ratios comes out."
    },
    footer = {
      "",
      "Needs node and npm for the libraries that run there. How it is measured:"
          + " docs/benchmarks/comparison.md.",
      "Traces: git clone https://github.com/josephg/editing-traces (CC BY 4.0).",
      "Example: rejoin bench peers --quick --traces editing-traces --peers rejoin,yjs"
    })
public final class PeersVerb extends BenchVerb {
  private static final List<String> TRACES =
      List.of("automerge-paper", "seph-blog1", "friendsforever_flat");
  private static final List<String> MERGES = List.of("friendsforever");
  private static final List<String> QUICK_TRACES = List.of("automerge-paper");
  private static final List<String> QUICK_SHAPES =
      List.of(
          "ping-pong",
          "one-sided",
          "offline",
          "random",
          "list-move-large",
          "tree-move-large",
          "marks",
          "annotations",
          "undo-steps");
  private static final int ROUNDS = 3;
  private static final int ROUNDS_MAX = 100;
  private static final int MINUTES_MAX = 1_440;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "The folder of the collection of editing traces.")
  private @Nullable Path traces;

  @Option(
      names = "--quick",
      description = "One trace of each kind and nine shapes, small and once: a few minutes.")
  private boolean quick;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "Only these; Rejoin comes first in the table if it is among them.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Only these rows, such as local,load,ping-pong.")
  private List<String> rows = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often everything runs (default 3, with --quick 1).")
  private @Nullable Integer rounds;

  @Option(
      names = "--budget",
      paramLabel = "MINUTES",
      description =
          "Measure for a shorter time, so that all rounds end in about this time; a round that"
              + " began late may stay unfinished.")
  private @Nullable Double minutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where peers.md, its charts and peers.jsonl go (default docs/benchmarks, with --quick or"
              + " a choice of peers or rows benchmarks/target/peers).")
  private @Nullable Path out;

  /** For {@link java.util.ServiceLoader}. */
  public PeersVerb() {}

  @Override
  public String verb() {
    return "peers";
  }

  @Override
  protected boolean measure(BenchTalk talk) throws InterruptedException {
    PeersPlan plan = plan();
    List<Job> jobs = plan.jobs();
    Path checkout = Checkout.find();
    Path work = made(checkout.resolve("benchmarks/target/peers"));
    NodeTools tools = new NodeTools(checkout.resolve("benchmarks/peers"), work);
    TraceFiles files = new TraceFiles(traces, work);
    String node = "";
    if (plan.peers().stream().anyMatch(Peer::inNode)) {
      node = tools.check();
    }
    for (String name : jobs.stream().map(Job::trace).distinct().toList()) {
      if (!name.isEmpty()) {
        files.prepare(name);
      }
    }
    made(tools.folder());
    if (!node.isEmpty()) {
      talk.progress("installing the libraries for node", 0, jobs.size());
      tools.install();
    }
    Pace pace = pace(jobs);
    if (!jobs.isEmpty()) {
      tellEstimate(pace, jobs, talk);
    }
    Results results = new PeersRun(pace, work, files, tools).run(jobs, talk);
    PeersPage page =
        new PeersPage(results, plan, circumstances(checkout, node, pace), signed(plan, work));
    store(made(folder(checkout, work)), page, results, talk);
    return results.all().stream().noneMatch(m -> m.line().has("failed") && isOurs(m));
  }

  private SignedTable signed(PeersPlan plan, Path work) {
    boolean wanted = rows.isEmpty() || rows.contains(Row.SIGNED);
    return new SignedTable(
        wanted && plan.peers().contains(Peer.REJOIN)
            ? new SignedSizes(work.resolve("signed")).measure(List.of(1, 5, 20))
            : List.of());
  }

  private static boolean isOurs(Measured measured) {
    return measured.job().peer() == Peer.REJOIN;
  }

  private static void tellEstimate(Pace pace, List<Job> jobs, BenchTalk talk) {
    double estimate = Math.max(1, pace.estimateSeconds(jobs) / 60);
    talk.talk(String.format(Locale.ROOT, "%d processes, about %.0f min.", jobs.size(), estimate));
  }

  private Pace pace(List<Job> jobs) {
    Pace pace = quick ? Pace.QUICK : Pace.FULL;
    if (minutes == null) {
      return pace;
    }
    if (!(minutes >= 1 && minutes <= MINUTES_MAX)) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "--budget is " + minutes + " minutes; it is 1.." + MINUTES_MAX);
    }
    return pace.within(minutes, jobs);
  }

  private PeersPlan plan() {
    if (rounds != null && (rounds < 1 || rounds > ROUNDS_MAX)) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "--rounds is " + rounds + "; it is 1.." + ROUNDS_MAX);
    }
    Row.check(rows);
    boolean few = quick && rows.isEmpty();
    List<Row> shapes =
        Row.ofShapes().stream().filter(r -> !few || QUICK_SHAPES.contains(r.name())).toList();
    int times = rounds != null ? rounds : quick ? 1 : ROUNDS;
    return new PeersPlan(
        Peer.named(peers), quick ? QUICK_TRACES : TRACES, MERGES, shapes, rows, times);
  }

  private PeersPage.Circumstances circumstances(Path checkout, String node, Pace pace)
      throws InterruptedException {
    StringBuilder command = new StringBuilder("./rejoin bench peers --traces DIR");
    command.append(quick ? " --quick" : "");
    command.append(peers.isEmpty() ? "" : " --peers " + String.join(",", peers));
    command.append(rows.isEmpty() ? "" : " --rows " + String.join(",", rows));
    command.append(rounds == null ? "" : " --rounds " + rounds);
    command.append(minutes == null ? "" : " --budget " + minutes);
    return new PeersPage.Circumstances(
        Machine.here(),
        node,
        Machine.commit(checkout),
        LocalDate.now(ZoneOffset.UTC).toString(),
        command.toString(),
        pace);
  }

  /** Only a whole comparison may replace the page in the documentation unasked. */
  private Path folder(Path checkout, Path work) {
    if (out != null) {
      return out;
    }
    boolean whole = !quick && peers.isEmpty() && rows.isEmpty();
    return whole ? checkout.resolve("docs/benchmarks") : work;
  }

  private static void store(Path folder, PeersPage page, Results results, BenchTalk talk) {
    List<String> lines = page.lines();
    try {
      Files.write(folder.resolve("peers.md"), lines);
      for (Map.Entry<String, String> chart : page.charts().entrySet()) {
        Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
      }
      Stream<String> raw = results.all().stream().map(measured -> measured.stored().toString());
      Files.write(folder.resolve("peers.jsonl"), raw.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + folder, e);
    }
    if (talk.json()) {
      talk.print(page.json(talk.answer()));
    } else {
      lines.forEach(talk::print);
    }
    talk.talk("Stored in " + folder.resolve("peers.md") + " and peers.jsonl beside it.");
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "cannot make the folder " + folder + ": " + e.getMessage(),
          "Name another one with --out, or make this one writable.",
          e);
    }
  }
}
