package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin cat}: what a document shows. */
@Command(name = "cat", description = "Print a document, or one part of it.")
final class CatCommand extends Verb {
  /** Which container a name alone means where several kinds share it; registers come last. */
  private static final List<Kind> ORDER =
      List.of(Kind.TEXT, Kind.COUNTER, Kind.MAP, Kind.LIST, Kind.TREE, Kind.SET);

  @Parameters(
      paramLabel = "DOC[:KEY]",
      description = "A document, and the path of a part of it, as in minutes:meta.tasks[2].title.")
  private String target = "";

  @Option(names = "--follow", description = "Stay connected and print what changes.")
  private boolean follow;

  @Option(names = "--formats", description = "List the formats of texts, by position.")
  private boolean formats;

  CatCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return !follow;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Target found = find(invocation, open.replica());
      print(invocation, found);
      if (follow) {
        new Follow(invocation, open.replica(), found.place()).run(found.key());
      }
    }
    return ExitCode.DONE;
  }

  /** What the argument means; an empty key is the whole document. */
  private record Target(Place place, String key) {}

  /** A colon may belong to the name, so a document of the whole name comes first. */
  private Target find(Invocation invocation, Replica replica) {
    Place whole = Place.of(invocation, replica, target);
    int colon = target.lastIndexOf(':');
    if (colon < 0 || whole.exists()) {
      return new Target(Place.existing(invocation, replica, target), "");
    }
    Place place = Place.existing(invocation, replica, target.substring(0, colon));
    return new Target(place, target.substring(colon + 1));
  }

  private void print(Invocation invocation, Target target) {
    Document document = target.place().document();
    if (target.key().isEmpty()) {
      DocumentTree tree = DocumentTree.of(document, style(invocation));
      if (invocation.json()) {
        ObjectNode answer = head(target);
        answer.put("digest", document.digest());
        answer.set("values", tree.values());
        answer.set("conflicts", tree.conflicts());
        answer.set("formats", tree.formats());
        answer.set("deleted", tree.deleted());
        Newer.addTo(answer, document);
        invocation.print(answer);
      } else {
        invocation.printShown(tree.lines());
        Newer.lines(document).forEach(invocation::talk);
      }
    } else {
      printPart(invocation, target, FieldPath.parse(target.key()));
    }
    if (document.isDamaged()) {
      invocation.talk("▲ Changes of this document are damaged; what they did is not shown.");
    }
  }

  private DocumentTree.Style style(Invocation invocation) {
    return new DocumentTree.Style(invocation.terminal().colour(), formats);
  }

  private static ObjectNode head(Target target) {
    return Json.answer()
        .put("space", target.place().space().name())
        .put("document", target.place().name());
  }

  private void printPart(Invocation invocation, Target target, FieldPath path) {
    Document document = target.place().document();
    Slot slot = Slot.of(Roots.of(document), path);
    Optional<Kind> kind = kind(document, slot);
    Optional<Value> value = kind.isPresent() ? Optional.empty() : value(slot);
    if (kind.isEmpty() && value.isEmpty()) {
      List<String> names =
          document.roots().stream().map(ContainerId.Root::name).distinct().toList();
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "document '%s' has no text or value '%s'".formatted(target.place().name(), path),
          "It has " + String.join(", ", names) + "; 'rejoin cat' without a key shows everything.",
          null);
    }
    ObjectNode answer = head(target).put("key", path.toString());
    if (kind.isEmpty()) {
      answer.set("value", Values.json(value.orElseThrow()));
      print(invocation, answer, List.of(value.map(Value::toString).orElse("")));
    } else if (kind.get() == Kind.TEXT) {
      printText(invocation, answer, slot.text());
    } else if (kind.get() == Kind.COUNTER) {
      long total = slot.counter().total();
      print(invocation, answer.put("value", total), List.of(Long.toString(total)));
    } else {
      DocumentTree part = DocumentTree.of(slot, kind.get(), path, style(invocation));
      answer.set("value", part.values().get("value"));
      print(invocation, answer, part.lines());
    }
  }

  private static void print(Invocation invocation, ObjectNode answer, List<String> lines) {
    if (invocation.json()) {
      invocation.print(answer);
    } else {
      lines.forEach(invocation::print);
    }
  }

  private void printText(Invocation invocation, ObjectNode answer, TextView text) {
    if (invocation.json()) {
      answer.put("text", text.content());
      ArrayNode runs = StyledText.json(text);
      if (!runs.isEmpty()) {
        answer.set("formats", runs);
      }
      invocation.print(answer);
    } else if (formats) {
      invocation.printShown(StyledText.runs(text));
    } else if (invocation.terminal().colour()) {
      invocation.printShown(StyledText.lines(text, true));
    } else {
      invocation.printText(text.content());
    }
  }

  /** The kind of container that is at a place, if one is. */
  private static Optional<Kind> kind(Document document, Slot slot) {
    if (slot instanceof Slot.OfRoot root) {
      return ORDER.stream()
          .filter(k -> document.roots().contains(new ContainerId.Root(root.name(), k)))
          .findFirst();
    }
    if (slot instanceof Slot.OfNode) {
      return Optional.of(Kind.MAP);
    }
    return shown(slot).map(value -> value instanceof Value.Nested nested ? nested.kind() : null);
  }

  private static Optional<Value> value(Slot slot) {
    return slot instanceof Slot.OfRoot root
        ? root.roots().register(root.name()).value()
        : shown(slot);
  }

  /** What is shown in a map or list. */
  private static Optional<Value> shown(Slot slot) {
    if (slot instanceof Slot.OfKey field) {
      return field.holder().get(field.key());
    }
    return slot instanceof Slot.OfElement element
        ? Optional.of(element.holder().get(element.index()))
        : Optional.empty();
  }
}
