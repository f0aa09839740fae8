package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.exchange.JsonExchange;
import dev.rejoin.replica.exchange.MarkdownExchange;
import dev.rejoin.replica.exchange.TextDiff;
import dev.rejoin.replica.exchange.WebAnnotations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin import}: makes a document, or a text of it, what a file says. */
@Command(
    name = "import",
    description = "Make a document say what a file says.",
    footer = "It is one transaction with few edits; the same file once more changes nothing.")
final class ImportCommand extends Verb {
  @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
  private String file = "";

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "text, md: becomes a text; json: what containers hold; w3c: annotations.")
  private String format = "";

  @Option(
      names = "--as",
      paramLabel = "DOC",
      description = "The document; else it has the name of the file without its ending.")
  private @Nullable String document;

  @Option(
      names = "--key",
      paramLabel = "PATH",
      defaultValue = "body",
      description = "The text that text and md become; ${DEFAULT-VALUE} if not given.")
  private String key = "body";

  @Option(
      names = {"-m", "--message"},
      paramLabel = "MSG",
      description = "What history says about it.")
  private String message = "";

  @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
  private boolean dryRun;

  ImportCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    ExchangeFormat wanted = ExchangeFormat.toRead(format);
    FieldPath path = FieldPath.parse(key);
    try (OpenReplica open = invocation.open()) {
      Place place = Place.of(invocation, open.replica(), name());
      List<WebAnnotations.Outcome> notes = new ArrayList<>();
      List<Op> ops = new ArrayList<>();
      Receipt receipt;
      try (Progress progress = invocation.progress("Importing", "units")) {
        String content = ExchangeFile.read(invocation, file);
        Consumer<DocumentEdit> edits = edits(wanted, path, content, notes);
        progress.at(content.length(), Progress.UNKNOWN); // what comes now is one transaction
        receipt = dryRun ? plan(place, edits, ops) : edit(invocation, place, edits, ops);
      }
      report(invocation, open.replica(), place, ops, receipt, notes);
    }
    return ExitCode.DONE;
  }

  private String name() {
    String given = document;
    if (given != null) {
      return given;
    }
    if (file.equals("-")) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "standard input has no name",
          "Say with --as DOC which document it becomes.",
          null);
    }
    String name = String.valueOf(Path.of(file).getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Reads all of the file, so that nothing has been edited when something is wrong in it. */
  private static Consumer<DocumentEdit> edits(
      ExchangeFormat format, FieldPath path, String content, List<WebAnnotations.Outcome> notes) {
    if (format == ExchangeFormat.JSON) {
      return JsonExchange.read(content);
    }
    if (format == ExchangeFormat.W3C) {
      var all = WebAnnotations.read(content, ExchangeFormat.root(path));
      return tx -> notes.add(all.apply(tx));
    }
    Consumer<TextEdit> text =
        format == ExchangeFormat.MD
            ? MarkdownExchange.read(content)
            : edit -> TextDiff.replace(edit, content);
    return tx -> text.accept(EditSteps.text(tx, path));
  }

  private Receipt edit(
      Invocation invocation, Place place, Consumer<DocumentEdit> edits, List<Op> ops)
      throws InterruptedException {
    Receipt receipt =
        place
            .document()
            .editAs(
                invocation.author(),
                message,
                tx -> {
                  edits.accept(tx);
                  ops.addAll(tx.ops());
                });
    EditCommand.awaitSaved(receipt);
    return receipt;
  }

  /** Ends a transaction that was only tried. */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Tried(String document) {
      super("an edit of '" + document + "' was only tried", null, false, false);
    }
  }

  private static @Nullable Receipt plan(Place place, Consumer<DocumentEdit> edits, List<Op> ops) {
    try {
      return place
          .document()
          .edit(
              tx -> {
                edits.accept(tx);
                ops.addAll(tx.ops());
                throw new Tried(place.name());
              });
    } catch (Tried e) {
      return null;
    }
  }

  private void report(
      Invocation invocation,
      Replica replica,
      Place place,
      List<Op> ops,
      @Nullable Receipt receipt,
      List<WebAnnotations.Outcome> notes) {
    Summary summary = Summary.of(ops);
    boolean changed = !ops.isEmpty();
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("format", format)
            .put("dryRun", dryRun)
            .put("changed", changed);
    answer.set("summary", summary.json());
    answer.put("pending", replica.status().pending());
    notes.forEach(outcome -> answer.set("annotations", json(outcome)));
    String what = notes.isEmpty() ? summary.text() : text(notes.get(0));
    String done;
    if (receipt == null) {
      done = changed ? "would change: " + what : "would change nothing";
    } else if (!changed) {
      done = "says that already";
    } else {
      String pending = Formats.count(replica.status().pending(), "change");
      done = what + "   saved; " + pending + " to send";
    }
    invocation.report(answer, place.name() + "  " + done);
    if (!invocation.json()) {
      notes.forEach(
          outcome ->
              outcome
                  .proposals()
                  .forEach(p -> invocation.talk("? " + p.quote() + "  " + p.reason())));
    }
  }

  private static String text(WebAnnotations.Outcome outcome) {
    return "%s, %d replies, %s"
        .formatted(
            Formats.count(outcome.attached(), "annotation"),
            outcome.replies(),
            Formats.count(outcome.proposals().size(), "proposal"));
  }

  private static ObjectNode json(WebAnnotations.Outcome outcome) {
    ObjectNode json =
        Json.object().put("attached", outcome.attached()).put("replies", outcome.replies());
    ArrayNode proposals = json.putArray("proposals");
    for (WebAnnotations.Proposal proposal : outcome.proposals()) {
      proposals
          .addObject()
          .put("id", proposal.iri())
          .put("quote", proposal.quote())
          .put("reason", proposal.reason());
    }
    return json;
  }
}
