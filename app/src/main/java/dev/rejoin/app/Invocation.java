package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command: what was asked, where answers go, and the replica it works on.
 *
 * <p>A verb that a running node serves gets that node's replica; otherwise the directory is opened,
 * and closed again at the end.
 */
final class Invocation {
  private final Terminal terminal;
  private final List<String> arguments;
  private final @Nullable Replica served;
  private final GlobalOptions options = new GlobalOptions();

  private Invocation(Terminal terminal, List<String> arguments, @Nullable Replica served) {
    this.terminal = terminal;
    this.arguments = List.copyOf(arguments);
    this.served = served;
  }

  /** A run of its own process. */
  static Invocation direct(Terminal terminal, List<String> arguments) {
    return new Invocation(terminal, arguments, null);
  }

  /** A run inside a node, on the node's replica. */
  static Invocation served(Terminal terminal, List<String> arguments, Replica replica) {
    return new Invocation(terminal, arguments, replica);
  }

  Terminal terminal() {
    return terminal;
  }

  GlobalOptions options() {
    return options;
  }

  List<String> arguments() {
    return arguments;
  }

  boolean isServed() {
    return served != null;
  }

  boolean json() {
    return options.json;
  }

  /** Prints a line of data; control characters, which others may have typed, are made visible. */
  void print(String line) {
    terminal.out().println(Formats.visible(line));
  }

  /** Prints lines of data that hold nothing but what a terminal may see. */
  void printShown(List<String> lines) {
    lines.forEach(terminal.out()::println);
    terminal.out().flush();
  }

  /** Prints a line of data that begins with a mark, coloured where colour is wanted. */
  void print(Colour colour, String mark, String rest) {
    String shown = terminal.colour() ? colour.paint(mark) : mark;
    terminal.out().println(shown + Formats.visible(rest));
  }

  /** Prints a text exactly, so that it can go into a file and back; friendlier on a terminal. */
  void printText(String text) {
    if (!terminal.outTty()) {
      terminal.out().print(text);
    } else {
      text.lines().forEach(this::print);
    }
    terminal.out().flush();
  }

  /** Prints data as JSON, one line, at once. */
  void print(ObjectNode object) {
    terminal.out().println(Json.line(object));
  }

  /** Prints a line of talk, unless the user wants quiet. */
  void talk(String line) {
    if (!options.quiet) {
      terminal.err().println(Formats.visible(line));
    }
  }

  /** Prints what was done: an object for scripts, else talk. */
  void report(ObjectNode object, String talk) {
    if (json()) {
      print(object);
    } else {
      talk(talk);
    }
  }

  /** Progress of something long, shown unless the user does not want to see it. */
  Progress progress(String label, String unit) {
    boolean shown = !options.noProgress && !options.quiet && !json();
    return Progress.on(shown ? terminal : null, label, unit);
  }

  /** The directory of the replica, absolute. */
  Path directory() {
    if (served != null) {
      return served.directory();
    }
    return (options.replica != null ? options.replica : Defaults.directory(terminal))
        .toAbsolutePath()
        .normalize();
  }

  /** The name that edits carry. */
  String author() {
    return options.author != null ? options.author : Defaults.author(terminal);
  }

  /** The replica, which must exist; close what is returned. */
  OpenReplica open() {
    if (served != null) {
      return OpenReplica.shared(served);
    }
    return OpenReplica.own(Replica.openExisting(directory(), o -> o.author(author())));
  }

  /** The replica, made if there is none; close what is returned. */
  OpenReplica openOrMake() {
    return served != null
        ? OpenReplica.shared(served)
        : OpenReplica.own(Replica.open(directory(), o -> o.author(author())));
  }
}
