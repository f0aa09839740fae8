package dev.rejoin.app;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejoin bench}: measurements and trials of endurance. */
@Command(name = "bench", description = "Measure Rejoin, and try to break it.")
final class BenchCommand implements Callable<Integer> {
  /** Verbs of the module benchmarks, which the launcher script builds when one is asked for. */
  private static final SortedMap<String, String> ELSEWHERE =
      new TreeMap<>(
          Map.of(
              "curves", "Measure how the cost of an operation grows with the document.",
              "jmh", "Measure single parts with JMH.",
              "peers", "Compare Rejoin with other libraries on the same editing traces.",
              "types", "Measure what lists, trees, marks, annotations, undo and history cost."));

  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchCommand() {}

  /** The verb with those below it. */
  static CommandLine line(Invocation invocation) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.addSubcommand("replay", new ReplayCommand(invocation));
    line.addSubcommand("kill", new BenchKillCommand(invocation));
    line.addSubcommand("soak", new BenchSoakCommand(invocation));
    Map<String, BenchVerb> brought = new HashMap<>();
    ServiceLoader.load(BenchVerb.class).forEach(verb -> brought.put(verb.verb(), verb));
    ELSEWHERE.forEach(
        (verb, description) -> {
          BenchVerb here = brought.get(verb);
          line.addSubcommand(
              verb,
              here == null
                  ? AbsentBenchVerb.line(invocation, verb, description)
                  : new CommandLine(here.in(invocation)));
        });
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing verb: what shall be measured?");
  }
}
