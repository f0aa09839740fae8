package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextView;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.HistoryEntry;
import dev.rejoin.replica.exchange.JsonExchange;
import dev.rejoin.replica.exchange.MarkdownExchange;
import dev.rejoin.replica.exchange.WebAnnotations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin export}: a document as a file of another format. */
@Command(
    name = "export",
    description = "Write a document, or a text of it, in another format.",
    footer = "The guide, docs/guide/exchange.md, tells what each format keeps.")
final class ExportCommand extends Verb {
  @Parameters(paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description =
          "json: all of the document; text, md, md+comments, html: a text; w3c: its annotations;"
              + " jsonl-history: all changes.")
  private String format = "";

  @Option(
      names = "--key",
      paramLabel = "PATH",
      defaultValue = "body",
      description = "The text to write; ${DEFAULT-VALUE} if not given.")
  private String key = "body";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, as a whole or not at all; standard output if not given.")
  private @Nullable String output;

  ExportCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    ExchangeFormat wanted = ExchangeFormat.toWrite(format);
    FieldPath path = FieldPath.parse(key);
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      print(invocation, place, wanted, content(place, wanted, path));
    }
    return ExitCode.DONE;
  }

  private static String content(Place place, ExchangeFormat format, FieldPath path) {
    Document document = place.document();
    return switch (format) {
      case TEXT -> text(place, path).content();
      case MD -> MarkdownExchange.write(text(place, path));
      case HTML -> MarkdownExchange.html(text(place, path));
      case MD_COMMENTS -> MarkdownExchange.writeWithComments(document, root(place, path));
      case W3C -> WebAnnotations.write(document, root(place, path));
      case JSON -> JsonExchange.write(document);
      case JSONL_HISTORY -> history(document);
    };
  }

  private static TextView text(Place place, FieldPath path) {
    Slot slot = Slot.of(Roots.of(place.document()), path);
    if (CatCommand.kind(place.document().roots(), slot)
        .filter(kind -> kind == Kind.TEXT)
        .isEmpty()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "document '%s' has no text '%s'".formatted(place.name(), path),
          "Name one with --key; 'rejoin cat' shows what there is.",
          null);
    }
    return slot.text();
  }

  /** The name of a text directly in the document. */
  private static String root(Place place, FieldPath path) {
    text(place, path);
    return ExchangeFormat.root(path);
  }

  /** One line for each change, the oldest first. */
  private static String history(Document document) {
    StringBuilder lines = new StringBuilder();
    for (HistoryEntry entry : document.history().entries()) {
      Change change = entry.change();
      ObjectNode line =
          Json.answer()
              .put("id", entry.id())
              .put("replica", change.replica().toString())
              .put("from", change.from())
              .put("to", change.to())
              .put("author", change.author())
              .put("device", entry.device().toString())
              .put("time", Formats.utc(Instant.ofEpochMilli(change.timeMillis())))
              .put("message", change.message());
      line.set("summary", Summary.of(change.ops()).json());
      lines.append(Json.line(line)).append('\n');
    }
    return lines.toString();
  }

  private void print(Invocation invocation, Place place, ExchangeFormat format, String content) {
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("format", format.word());
    String file = output;
    if (file != null && !file.equals("-")) {
      ExchangeFile.write(invocation, file, content);
      answer.put("file", file);
      String size = Formats.count(content.length(), "unit");
      invocation.report(answer, "%s  %s written to %s".formatted(place.name(), size, file));
    } else if (invocation.json()) {
      invocation.print(answer.put("content", content));
    } else {
      invocation.printText(content);
    }
  }
}
