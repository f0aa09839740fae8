package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin cat}: what a document shows. */
@Command(name = "cat", description = "Print a document, or one part of it.")
final class CatCommand extends Verb {
  /** Which container a name alone means where several kinds share it; registers come last. */
  static final List<Kind> ORDER =
      List.of(Kind.TEXT, Kind.COUNTER, Kind.MAP, Kind.LIST, Kind.TREE, Kind.SET);

  @Parameters(
      paramLabel = "DOC[:KEY]",
      description = "A document, and the path of a part of it, as in minutes:meta.tasks[2].title.")
  private String target = "";

  @Option(names = "--follow", description = "Stay connected and print what changes.")
  private boolean follow;

  @Option(names = "--formats", description = "List the formats of texts, by position.")
  private boolean formats;

  @Option(
      names = "--at",
      paramLabel = "VERSION",
      description = "As it was: a name, a token, the id of a change, or a time.")
  private @Nullable String at;

  CatCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return !follow;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (follow && at != null) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "--follow shows what is now, --at what was",
          "Leave out one of them.",
          null);
    }
    try (OpenReplica open = invocation.open()) {
      Target found = Target.find(invocation, open.replica(), target);
      print(invocation, found, Shown.of(found.place().document(), at));
      if (follow) {
        new Follow(invocation, open.replica(), found.place()).run(found.key());
      }
    }
    return ExitCode.DONE;
  }

  /** What is looked at: the document as it is, or as it was in a version. */
  private record Shown(Roots containers, List<ContainerId.Root> roots, @Nullable Heads version) {
    static Shown of(Document document, @Nullable String at) {
      if (at == null) {
        return new Shown(Roots.of(document), document.roots(), null);
      }
      Heads version = VersionArgument.find(document, at);
      View view = document.history().view(version);
      return new Shown(Roots.of(view), view.roots(), version);
    }
  }

  private void print(Invocation invocation, Target target, Shown shown) {
    Document document = target.place().document();
    if (target.key().isEmpty()) {
      DocumentTree tree = DocumentTree.of(shown.containers(), shown.roots(), style(invocation));
      if (invocation.json()) {
        ObjectNode answer = head(target, shown);
        if (shown.version() == null) {
          answer.put("digest", document.digest());
        }
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
      printPart(invocation, target, shown, FieldPath.parse(target.key()));
    }
    if (document.isDamaged()) {
      invocation.talk("▲ Changes of this document are damaged; what they did is not shown.");
    }
  }

  private DocumentTree.Style style(Invocation invocation) {
    return new DocumentTree.Style(invocation.terminal().colour(), formats);
  }

  private static ObjectNode head(Target target, Shown shown) {
    ObjectNode head = target.place().json();
    Heads version = shown.version();
    return version == null ? head : head.put("version", version.token());
  }

  private void printPart(Invocation invocation, Target target, Shown of, FieldPath path) {
    Slot slot = Slot.of(of.containers(), path);
    Optional<Kind> kind = kind(of.roots(), slot);
    Optional<Value> value = kind.isPresent() ? Optional.empty() : value(slot);
    if (kind.isEmpty() && value.isEmpty()) {
      List<String> names = of.roots().stream().map(ContainerId.Root::name).distinct().toList();
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "document '%s' has no text or value '%s'".formatted(target.place().name(), path),
          "It has " + String.join(", ", names) + "; 'rejoin cat' without a key shows everything.",
          null);
    }
    ObjectNode answer = head(target, of).put("key", path.toString());
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
  static Optional<Kind> kind(List<ContainerId.Root> roots, Slot slot) {
    if (slot instanceof Slot.OfRoot root) {
      return ORDER.stream()
          .filter(k -> roots.contains(new ContainerId.Root(root.name(), k)))
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
