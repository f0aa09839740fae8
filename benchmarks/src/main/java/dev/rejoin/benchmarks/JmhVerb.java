package dev.rejoin.benchmarks;

import dev.rejoin.app.BenchTalk;
import dev.rejoin.app.BenchVerb;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin bench jmh}. */
@Command(
    name = "jmh",
    description = "Measure single parts with JMH.",
    footer = {"", "Example: rejoin bench jmh TextTyping"})
public final class JmhVerb extends BenchVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Only benchmarks whose full name this regular expression finds.")
  private String pattern = ".*";

  @Option(
      names = "--quick",
      description = "One short measurement of each: whether it runs, not how fast.")
  private boolean quick;

  /** For {@link java.util.ServiceLoader}. */
  public JmhVerb() {}

  @Override
  public String verb() {
    return "jmh";
  }

  @Override
  protected boolean measure(BenchTalk talk) {
    ChainedOptionsBuilder options = new OptionsBuilder().include(pattern);
    if (quick) {
      options.warmupIterations(1).warmupTime(TimeValue.milliseconds(200));
      options.measurementIterations(1).measurementTime(TimeValue.milliseconds(200));
    }
    if (talk.json()) {
      options.verbosity(VerboseMode.SILENT);
    }
    try {
      var results = new Runner(options.build()).run();
      if (talk.json()) {
        var answer = talk.answer();
        results.forEach(
            result -> answer.put(result.getParams().id(), result.getPrimaryResult().getScore()));
        talk.print(answer);
      }
      return true;
    } catch (NoBenchmarksException e) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "no benchmark has '" + pattern + "' in its name",
          "Look at the classes whose names end in Benchmark in the module benchmarks.",
          e);
    } catch (RunnerException e) {
      throw new RejoinException(ErrorCode.UNKNOWN, "JMH failed: " + e.getMessage(), e);
    }
  }
}
