package dev.rejoin.app;

import dev.rejoin.crdt.CounterEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.SetEdit;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.exchange.TextDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code edit} shall do to the document, step by step in the order of the command line. */
final class EditSteps {
  /** One option with its values, and for marks those of the options that belong to it. */
  private record Step(String option, List<String> values, List<String> on, List<String> nth) {
    Step(String option, List<String> values) {
      this(option, values, List.of(), List.of());
    }

    String first() {
      return values.get(0);
    }

    String second() {
      return values.get(1);
    }

    /** The same with an option that belongs to it. */
    Step with(String more, List<String> its) {
      boolean quote = more.equals("--on");
      if (!option.endsWith("mark") || !(quote ? on : nth).isEmpty()) {
        throw new IllegalArgumentException(more + " belongs behind a --mark or --unmark, once");
      }
      return new Step(option, values, quote ? its : on, quote ? nth : its);
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

  private void add(String option, List<String> values) {
    if (!option.equals("--on") && !option.equals("--nth")) {
      steps.add(new Step(option, values));
    } else if (steps.isEmpty()) {
      throw new IllegalArgumentException(option + " belongs behind a --mark or --unmark, once");
    } else {
      steps.add(steps.remove(steps.size() - 1).with(option, values));
    }
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
      try {
        ((EditCommand) command.userObject()).steps.add(name, List.copyOf(values));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }

    private static String optionName(ArgSpec option) {
      return ((picocli.CommandLine.Model.OptionSpec) option).longestName();
    }
  }

  /** Does all steps; {@code key} names the text. */
  void apply(DocumentEdit tx, FieldPath key) {
    for (Step step : steps) {
      String first = step.first();
      switch (step.option()) {
        case "--stdin" -> TextDiff.replace(text(tx, key), first);
        case "--insert" -> text(tx, key).insert(position(step, first), step.second());
        case "--append" -> text(tx, key).append(first);
        case "--delete" ->
            text(tx, key).delete(position(step, first), position(step, step.second()));
        case "--replace" -> replace(text(tx, key), key, first, step.second());
        case "--mark" -> EditMarks.mark(text(tx, key), key, first, step.on(), step.nth());
        case "--unmark" -> EditMarks.unmark(text(tx, key), key, first, step.on(), step.nth());
        case "--unset" -> unset(tx, FieldPath.parse(first));
        case "--restore" -> EditTrees.restore(slot(tx, FieldPath.parse(first)));
        default -> assign(tx, step);
      }
    }
  }

  private static void assign(DocumentEdit tx, Step step) {
    int equals = FieldPath.end(step.first());
    if (equals < 1) {
      throw bad(step.option() + " takes NAME=VALUE, not '" + step.first() + "'");
    }
    FieldPath path = FieldPath.parse(step.first().substring(0, equals));
    String value = step.first().substring(equals + 1);
    switch (step.option()) {
      case "--put" -> put(tx, path, Values.parse(value));
      case "--add" -> ((SetEdit) slot(tx, path).set()).add(Values.parse(value));
      case "--discard" -> ((SetEdit) slot(tx, path).set()).discard(Values.parse(value));
      case "--incr" -> ((CounterEdit) slot(tx, path).counter()).add(amount(value));
      case "--push" -> EditLists.push(tx, path, value);
      case "--create" -> EditTrees.create(slot(tx, path), value);
      case "--move" -> move(slot(tx, path), path, value);
      default -> throw new IllegalStateException("no step for option " + step.option());
    }
  }

  private static void put(DocumentEdit tx, FieldPath path, Value value) {
    Slot slot = slot(tx, path);
    if (slot instanceof Slot.OfRoot root) {
      tx.register(root.name()).put(value);
    } else if (slot instanceof Slot.OfKey field) {
      ((MapEdit) field.holder()).put(field.key(), value);
    } else if (slot instanceof Slot.OfElement element) {
      ((ListEdit) element.holder()).set(element.index(), value);
    } else {
      throw Slot.OfNode.noField();
    }
  }

  private static void unset(DocumentEdit tx, FieldPath path) {
    Slot slot = slot(tx, path);
    if (slot instanceof Slot.OfRoot root) {
      tx.register(root.name()).clear();
    } else if (slot instanceof Slot.OfKey field) {
      ((MapEdit) field.holder()).remove(field.key());
    } else if (slot instanceof Slot.OfElement element) {
      ((ListEdit) element.holder()).delete(element.index());
    } else if (slot instanceof Slot.OfNode node) {
      ((TreeEdit) node.holder()).delete(node.node());
    }
  }

  private static void move(Slot slot, FieldPath path, String to) {
    if (slot instanceof Slot.OfElement element) {
      int index = number("--move", "the new index of an element", to);
      ((ListEdit) element.holder()).move(element.index(), index);
    } else if (slot instanceof Slot.OfNode node) {
      EditTrees.move(node, to);
    } else {
      throw bad("--move moves an element or a node, as in tasks[3] or plan[House], not " + path);
    }
  }

  /** Where a path leads to; what is missing on the way is made. */
  static Slot slot(DocumentEdit tx, FieldPath path) {
    return Slot.of(Roots.of(tx), path);
  }

  /** The text that a path names, made where it is missing. */
  static TextEdit text(DocumentEdit tx, FieldPath path) {
    return (TextEdit) slot(tx, path).text();
  }

  private static void replace(TextEdit text, FieldPath key, String old, String fresh) {
    int at = text.content().indexOf(old);
    if (old.isEmpty() || at < 0) {
      throw bad("the text '" + key + "' does not contain '" + old + "'");
    }
    text.replace(at, at + old.length(), fresh);
  }

  private static int position(Step step, String text) {
    return number(step.option(), "a position", text);
  }

  /** A number that an option takes. */
  static int number(String option, String what, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw bad(option + " takes " + what + ", a whole number, not '" + text + "'");
    }
  }

  private static long amount(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad("--incr takes a whole number of 64 bits, not '" + text + "'");
    }
  }

  static RejoinException bad(String message) {
    return new RejoinException(ErrorCode.BAD_ARGUMENT, message);
  }
}
