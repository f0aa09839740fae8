package dev.rejoin.app;

import dev.rejoin.crdt.CounterEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.SetEdit;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code edit} shall do to the document, step by step in the order of the command line. */
final class EditSteps {
  /** One option with its values. */
  private record Step(String option, List<String> values) {
    String first() {
      return values.get(0);
    }

    String second() {
      return values.get(1);
    }
  }

  private final List<Step> steps = new ArrayList<>();

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Adds a step that replaces the whole text. */
  void addWholeText(String text) {
    steps.add(new Step("--stdin", List.of(text)));
  }

  /** Takes the values of an option off the stack, since picocli itself would lose the order. */
  static final class Consumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      String name = option.paramLabel().isEmpty() ? "" : optionName(option);
      int count = name.matches("--(insert|delete|replace)") ? 2 : 1;
      List<String> values = new ArrayList<>();
      while (values.size() < count) {
        if (words.isEmpty()) {
          throw new ParameterException(
              command.commandLine(),
              "%s takes %s, %d given"
                  .formatted(name, Formats.count(count, "value"), values.size()));
        }
        values.add(words.pop());
      }
      ((EditCommand) command.userObject()).steps.steps.add(new Step(name, List.copyOf(values)));
    }

    private static String optionName(ArgSpec option) {
      return ((picocli.CommandLine.Model.OptionSpec) option).longestName();
    }
  }

  /** Does all steps; {@code key} names the text. */
  void apply(DocumentEdit tx, FieldPath key) {
    for (Step step : steps) {
      switch (step.option()) {
        case "--stdin" -> TextDiff.replace(text(tx, key), step.first());
        case "--insert" -> text(tx, key).insert(number(step.option(), step.first()), step.second());
        case "--append" -> text(tx, key).append(step.first());
        case "--delete" ->
            text(tx, key)
                .delete(number(step.option(), step.first()), number(step.option(), step.second()));
        case "--replace" -> replace(text(tx, key), key, step.first(), step.second());
        case "--unset" -> unset(tx, FieldPath.parse(step.first()));
        default -> assign(tx, step);
      }
    }
  }

  private static void assign(DocumentEdit tx, Step step) {
    int equals = step.first().indexOf('=');
    if (equals < 1) {
      throw bad(step.option() + " takes NAME=VALUE, not '" + step.first() + "'");
    }
    FieldPath path = FieldPath.parse(step.first().substring(0, equals));
    String value = step.first().substring(equals + 1);
    switch (step.option()) {
      case "--put" -> put(tx, path, Values.parse(value));
      case "--add" -> set(tx, path).add(Values.parse(value));
      case "--discard" -> set(tx, path).discard(Values.parse(value));
      case "--incr" -> counter(tx, path).add(amount(value));
      default -> throw new IllegalStateException("no step for option " + step.option());
    }
  }

  private static void put(DocumentEdit tx, FieldPath path, Value value) {
    if (path.isRoot()) {
      tx.register(path.first()).put(value);
    } else {
      path.parent(tx).put(path.last(), value);
    }
  }

  private static void unset(DocumentEdit tx, FieldPath path) {
    if (path.isRoot()) {
      tx.register(path.first()).clear();
    } else {
      path.parent(tx).remove(path.last());
    }
  }

  /** The text that a path names, made where it is missing. */
  static TextEdit text(DocumentEdit tx, FieldPath path) {
    return path.isRoot() ? tx.text(path.first()) : path.parent(tx).text(path.last());
  }

  private static SetEdit set(DocumentEdit tx, FieldPath path) {
    return path.isRoot() ? tx.set(path.first()) : path.parent(tx).set(path.last());
  }

  private static CounterEdit counter(DocumentEdit tx, FieldPath path) {
    return path.isRoot() ? tx.counter(path.first()) : path.parent(tx).counter(path.last());
  }

  private static void replace(TextEdit text, FieldPath key, String old, String fresh) {
    int at = text.content().indexOf(old);
    if (old.isEmpty() || at < 0) {
      throw bad("the text '" + key + "' does not contain '" + old + "'");
    }
    text.replace(at, at + old.length(), fresh);
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw bad(option + " takes a position, a whole number, not '" + text + "'");
    }
  }

  private static long amount(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad("--incr takes a whole number of 64 bits, not '" + text + "'");
    }
  }

  private static RejoinException bad(String message) {
    return new RejoinException(ErrorCode.BAD_ARGUMENT, message);
  }
}
