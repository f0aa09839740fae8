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
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin bench types}. */
@Command(
    name = "types",
    description = {
      "Measure what lists, trees, marks, annotations, undo and history cost.",
      "Each operation at several sizes, beside what it may cost; a table and a chart come out."
    },
    footer = {"", "Example: rejoin bench types node"})
public final class TypesVerb extends BenchVerb {
  private static final double MICRO = 1e3;
  private static final String[] QUICK_SIZES = {"1000", "2000"};
  private static final String[] LETTERS = {"10000", "100000", "1000000"};

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Only operations in whose description this regular expression is found.")
  private String pattern = "";

  @Option(
      names = "--quick",
      description = "Two small sizes and one short measurement: whether it runs, not how fast.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where types.md and types.svg go (default docs/benchmarks, with --quick or a PATTERN"
              + " benchmarks/target).")
  private @Nullable Path out;

  /** For {@link java.util.ServiceLoader}. */
  public TypesVerb() {}

  @Override
  public String verb() {
    return "types";
  }

  @Override
  protected boolean measure(BenchTalk talk) throws InterruptedException {
    List<Promise> promises = chosen();
    TypesPage page = new TypesPage();
    for (int i = 0; i < promises.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped before: " + promises.get(i).what());
      }
      talk.progress(promises.get(i).what(), i, promises.size());
      run(promises.get(i), page);
    }
    answer(page, talk);
    return true;
  }

  private List<Promise> chosen() {
    try {
      Pattern wanted = Pattern.compile(pattern);
      List<Promise> chosen =
          Promise.all().stream().filter(p -> wanted.matcher(p.what()).find()).toList();
      if (!chosen.isEmpty()) {
        return chosen;
      }
    } catch (PatternSyntaxException e) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "'" + pattern + "' is no regular expression", e);
    }
    throw new RejoinException(
        ErrorCode.BAD_ARGUMENT,
        "no operation has '" + pattern + "' in its description",
        "Leave the pattern out, or choose one such as list, node, late, mark or undo.",
        null);
  }

  private void run(Promise promise, TypesPage page) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(promise.benchmarkName()) + "$")
            .param("atoms", quick ? QUICK_SIZES : LETTERS)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (quick) {
      options.param("size", QUICK_SIZES).warmupIterations(1).measurementIterations(1);
    }
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      for (RunResult result : results) {
        BenchmarkParams params = result.getParams();
        int size = Integer.parseInt(params.getParam(params.getParamsKeys().iterator().next()));
        int batch = params.getMeasurement().getBatchSize();
        double median = result.getPrimaryResult().getStatistics().getPercentile(50);
        page.add(promise, size, median * MICRO / batch);
      }
    } catch (RunnerException e) {
      throw new RejoinException(
          ErrorCode.UNKNOWN, "measuring '" + promise.what() + "' failed: " + e.getMessage(), e);
    }
  }

  private void answer(TypesPage page, BenchTalk talk) throws InterruptedException {
    Path checkout = Checkout.find();
    boolean whole = !quick && pattern.isEmpty();
    Path folder =
        out != null ? out : checkout.resolve(whole ? "docs/benchmarks" : "benchmarks/target");
    String command =
        "./rejoin bench types"
            + (pattern.isEmpty() ? "" : " " + pattern)
            + (quick ? " --quick" : "");
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    try {
      Files.createDirectories(folder);
      Files.write(
          folder.resolve("types.md"),
          page.lines(command, Machine.here(), Machine.commit(checkout), date));
      LogChart chart = page.chart();
      if (chart != null) {
        Files.writeString(folder.resolve("types.svg"), chart.svg());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + folder + "; name another --out", e);
    }
    if (talk.json()) {
      talk.print(page.json(talk.answer()));
    } else {
      page.table().forEach(talk::print);
    }
    talk.talk("Stored in " + folder.resolve("types.md") + " and types.svg beside it.");
  }
}
