package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.MapView;
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
@Command(name = "cat", description = "Print a document, or one text or value of it.")
final class CatCommand extends Verb {
  @Parameters(
      paramLabel = "DOC[:KEY]",
      description = "A document, and the path of a text or value in it, as in minutes:meta.room.")
  private String target = "";

  @Option(names = "--follow", description = "Stay connected and print what changes.")
  private boolean follow;

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

  private static void print(Invocation invocation, Target target) {
    Document document = target.place().document();
    if (target.key().isEmpty()) {
      DocumentTree tree = DocumentTree.of(document);
      if (invocation.json()) {
        ObjectNode answer = head(target);
        answer.put("digest", document.digest());
        answer.set("values", tree.values());
        answer.set("conflicts", tree.conflicts());
        invocation.print(answer);
      } else {
        tree.lines().forEach(invocation::print);
      }
    } else {
      printKey(invocation, target, FieldPath.parse(target.key()));
    }
    if (document.isDamaged()) {
      invocation.talk("▲ Changes of this document are damaged; what they did is not shown.");
    }
  }

  private static ObjectNode head(Target target) {
    return Json.answer()
        .put("space", target.place().space().name())
        .put("document", target.place().name());
  }

  private static void printKey(Invocation invocation, Target target, FieldPath path) {
    Document document = target.place().document();
    Optional<TextView> text = text(document, path);
    Optional<Value> value = text.isPresent() ? Optional.empty() : value(document, path);
    if (text.isEmpty() && value.isEmpty()) {
      List<String> names =
          document.roots().stream().map(ContainerId.Root::name).distinct().toList();
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "document '%s' has no text or value '%s'".formatted(target.place().name(), path),
          "It has " + String.join(", ", names) + "; 'rejoin cat' without a key shows everything.",
          null);
    }
    if (invocation.json()) {
      ObjectNode answer = head(target).put("key", path.toString());
      text.ifPresent(
          t -> {
            answer.put("text", t.content());
            ArrayNode formats = formats(t);
            if (!formats.isEmpty()) {
              answer.set("formats", formats);
            }
          });
      value.ifPresent(v -> answer.set("value", Values.json(v)));
      invocation.print(answer);
    } else if (text.isPresent()) {
      invocation.printText(text.get().content());
    } else {
      invocation.print(value.map(Value::toString).orElse(""));
    }
  }

  /** The runs of a text that have formats. */
  private static ArrayNode formats(TextView text) {
    ArrayNode runs = Json.MAPPER.createArrayNode();
    for (FormatRun run : text.formats()) {
      if (!run.attributes().isEmpty()) {
        ObjectNode one = runs.addObject().put("from", run.from()).put("to", run.to());
        one.set("attributes", Values.json(run.attributes()));
      }
    }
    return runs;
  }

  private static Optional<TextView> text(Document document, FieldPath path) {
    if (path.isRoot()) {
      return document.roots().contains(new ContainerId.Root(path.first(), Kind.TEXT))
          ? Optional.of(document.text(path.first()))
          : Optional.empty();
    }
    MapView parent = parent(document, path);
    return isNested(parent.get(path.last()), Kind.TEXT)
        ? Optional.of(parent.text(path.last()))
        : Optional.empty();
  }

  private static Optional<Value> value(Document document, FieldPath path) {
    String name = path.last();
    if (!path.isRoot()) {
      Optional<Value> value = parent(document, path).get(name);
      return isNested(value, Kind.COUNTER)
          ? Optional.of(Value.of(parent(document, path).counter(name).total()))
          : value.filter(v -> !(v instanceof Value.Nested));
    }
    return document.roots().contains(new ContainerId.Root(name, Kind.COUNTER))
        ? Optional.of(Value.of(document.counter(name).total()))
        : document.register(name).value();
  }

  private static boolean isNested(Optional<Value> value, Kind kind) {
    return value.orElse(null) instanceof Value.Nested nested && nested.kind() == kind;
  }

  private static MapView parent(Document document, FieldPath path) {
    MapView map = document.map(path.first());
    for (String key : path.segments().subList(1, path.segments().size() - 1)) {
      map = map.map(key);
    }
    return map;
  }
}
