package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.SpaceRules.Preview;
import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.RuleSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin rules set}: replace the rules of a space. */
@Command(name = "set", description = "Replace the rules of the space by those of a file.")
final class RulesSetCommand extends Verb {
  @Mixin private RulesFile file = new RulesFile();

  @Option(names = "--dry-run", description = "Only tell what would be shown otherwise.")
  private boolean dryRun;

  RulesSetCommand(Invocation invocation) {
    super(invocation);
  }

  static CommandLine line(Invocation invocation) {
    CommandLine group = Group.of("rules", "Say which value is shown where several were written.");
    group.addSubcommand("show", new RulesShowCommand(invocation));
    group.addSubcommand("set", new RulesSetCommand(invocation));
    group.addSubcommand("check", new RulesCheckCommand(invocation));
    return group;
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Space space = Place.space(invocation, open.replica());
      List<Rule> rules = file.read(invocation);
      List<Preview> changed = space.rules().preview(rules);
      RuleSet set =
          dryRun
              ? new RuleSet(space.rules().current().version() + 1, rules)
              : space.rules().set(rules);
      print(invocation, space, set, changed);
    }
    return ExitCode.DONE;
  }

  private void print(Invocation invocation, Space space, RuleSet set, List<Preview> changed) {
    if (invocation.json()) {
      ObjectNode answer =
          Json.answer()
              .put("space", space.name())
              .put("version", set.version())
              .put("rules", set.rules().size())
              .put("dryRun", dryRun);
      ArrayNode all = answer.putArray("changed");
      for (Preview one : changed) {
        ObjectNode json =
            all.addObject()
                .put("document", one.now().document().name())
                .put("path", one.now().path());
        json.set("now", Values.json(one.now().shown().value()));
        json.set("then", Values.json(one.then().shown().value()));
      }
      invocation.print(answer);
      return;
    }
    for (Preview one : changed) {
      invocation.print(
          "%s › %s  %s → %s"
              .formatted(
                  one.now().document().name(),
                  one.now().path(),
                  one.now().shown().value(),
                  one.then().shown().value()));
    }
    String values = Formats.count(changed.size(), "shown value");
    invocation.talk(
        dryRun
            ? "Nothing is set; " + values + " would change."
            : "Rules of '%s' are version %d now; %s changed."
                .formatted(space.name(), set.version(), values));
  }
}
