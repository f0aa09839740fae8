package dev.rejoin.app;

import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.RuleSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rejoin rules check}: whether a file of rules can be used. */
@Command(
    name = "check",
    description = "Tell whether a file of rules can be used; needs no replica.")
final class RulesCheckCommand extends Verb {
  @Mixin private RulesFile file = new RulesFile();

  RulesCheckCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    List<Rule> rules = file.read(invocation);
    int bytes = new RuleSet(1, rules).record().length;
    invocation.report(
        Json.answer().put("rules", rules.size()).put("bytes", bytes),
        "The file is good: " + Formats.count(rules.size(), "rule") + ".");
    return ExitCode.DONE;
  }
}
