package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.RulesRecord;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.rules.RuleSet;
import dev.rejoin.replica.rules.RulesText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin rules show}: the rules of a space, as a file that can be set again. */
@Command(name = "show", description = "Print the rules of the space.")
final class RulesShowCommand extends Verb {
  @Option(names = "--history", description = "Also who set which rules before, the newest first.")
  private boolean history;

  RulesShowCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Space space = Place.space(invocation, open.replica());
      RuleSet current = space.rules().current();
      List<RulesRecord> records = history ? space.rules().history() : List.of();
      if (invocation.json()) {
        ObjectNode answer = json(Json.answer().put("space", space.name()), current);
        ArrayNode before = history ? answer.putArray("history") : null;
        for (RulesRecord record : records) {
          json(before.addObject(), record.rules())
              .put("device", record.device().toString())
              .put("made", Formats.utc(record.made()));
        }
        invocation.print(answer);
      } else if (history) {
        for (RulesRecord record : records) {
          invocation.print(heading(record));
          print(invocation, record.rules());
        }
      } else {
        print(invocation, current);
      }
      if (current.version() == 0) {
        invocation.talk("No rules are set: the default rule decides everywhere.");
      }
    }
    return ExitCode.DONE;
  }

  private static String heading(RulesRecord record) {
    return "# version %d, set %s by %s"
        .formatted(
            record.rules().version(), Formats.local(record.made()), record.device().shortForm());
  }

  private static void print(Invocation invocation, RuleSet rules) {
    RulesText.write(rules.rules()).lines().forEach(invocation::print);
  }

  private static ObjectNode json(ObjectNode into, RuleSet rules) {
    into.put("version", rules.version());
    ArrayNode all = into.putArray("rules");
    rules
        .rules()
        .forEach(
            rule -> {
              ObjectNode one =
                  all.addObject()
                      .put("name", rule.name())
                      .put("pattern", rule.pattern().text())
                      .put("kind", rule.kind().word())
                      .put("argument", rule.argument());
              rule.order().forEach(one.putArray("order")::add);
            });
    return into;
  }
}
