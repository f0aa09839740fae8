package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Blame;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Who;
import dev.rejoin.replica.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin blame}: who wrote what. */
@Command(name = "blame", description = "Tell who wrote what, when, and who deleted or restored it.")
final class BlameCommand extends Verb {
  @Parameters(
      paramLabel = "DOC[:KEY]",
      description = "A document, and the path of a part of it; all of it if there is none.")
  private String target = "";

  @Option(names = "--deleted", description = "Also deleted text, and who deleted it.")
  private boolean deleted;

  BlameCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Target found = Target.find(invocation, open.replica(), target);
      Document document = found.place().document();
      List<ContainerId> containers = new ArrayList<>();
      if (found.key().isEmpty()) {
        document.roots().stream().filter(r -> r.kind() != Kind.COUNTER).forEach(containers::add);
      } else {
        FieldPath path = FieldPath.parse(found.key());
        containers.add(ContainerPath.find(Roots.of(document), document.roots(), path));
      }
      Heads now = document.history().heads();
      ObjectNode answer = found.place().json().put("version", now.token());
      ArrayNode all = answer.putArray("containers");
      for (ContainerId id : containers) {
        String kind = id.kind().name().toLowerCase(Locale.ROOT);
        ObjectNode one = all.addObject().put("container", id.toString()).put("kind", kind);
        print(invocation, id.kind() == Kind.TEXT ? id.toString() : id + "  (" + kind + ")");
        if (id.kind() == Kind.TEXT) {
          text(invocation, document.history().blame(id, now), one.putArray("pieces"));
        } else {
          values(invocation, document.history().lastWriters(id), one.putArray("values"));
        }
      }
      if (invocation.json()) {
        invocation.print(answer);
      }
    }
    return ExitCode.DONE;
  }

  private static void print(Invocation invocation, String line) {
    if (!invocation.json()) {
      invocation.print(line);
    }
  }

  private void text(Invocation invocation, List<Blame> blame, ArrayNode pieces) {
    List<Blame> told = blame.stream().filter(piece -> piece.visible() || deleted).toList();
    List<List<String>> rows = new ArrayList<>();
    for (Blame piece : told) {
      ObjectNode one = pieces.addObject().put("text", piece.text()).put("visible", piece.visible());
      one.set("written", json(piece.written()));
      piece.deleted().ifPresent(who -> one.set("deleted", json(who)));
      piece.restored().ifPresent(who -> one.set("restored", json(who)));
      rows.add(row(piece.visible() ? " " : "−", piece.written()));
    }
    if (invocation.json()) {
      return;
    }
    List<String> heads = Formats.table(rows);
    for (int i = 0; i < told.size(); i++) {
      print(invocation, heads.get(i), told.get(i));
    }
  }

  private static void print(Invocation invocation, String head, Blame piece) {
    String text = Formats.visible(piece.text().replace("\n", "⏎"));
    String told = piece.restored().map(who -> "   restored " + by(who)).orElse("");
    if (!piece.visible()) {
      told = piece.deleted().map(who -> "   deleted " + by(who)).orElse("");
    }
    boolean struck = !piece.visible() && invocation.terminal().colour();
    String shown = struck ? Colour.STRUCK.paint(text) : text;
    invocation.printShown(
        List.of(Formats.visible(head) + "  │" + shown + "│" + Formats.visible(told)));
  }

  static String by(Who who) {
    return "by %s %s (%s)".formatted(author(who), Formats.local(who.time()), who.changeId());
  }

  private static void values(Invocation invocation, List<Written> values, ArrayNode to) {
    List<List<String>> rows = new ArrayList<>();
    for (Written written : values) {
      ObjectNode one = to.addObject().put("key", written.key());
      written.value().ifPresent(value -> one.set("value", Values.json(value)));
      one.set("written", json(written.who()));
      List<String> row = new ArrayList<>(row(" ", written.who()));
      row.add(written.key());
      row.add(written.value().map(Value::toString).orElse(""));
      rows.add(row);
    }
    if (!invocation.json()) {
      Formats.table(rows).forEach(invocation::print);
    }
  }

  private static List<String> row(String mark, Who who) {
    return List.of(
        mark, who.changeId(), author(who), who.device().shortForm(), Formats.local(who.time()));
  }

  private static String author(Who who) {
    return who.author().isEmpty() ? "–" : who.author();
  }

  static ObjectNode json(Who who) {
    return Json.object()
        .put("change", who.changeId())
        .put("author", who.author())
        .put("device", who.device().toString())
        .put("time", Formats.utc(who.time()))
        .put("message", who.message());
  }
}
