package dev.rejoin.app;

import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.OpId;
import dev.rejoin.replica.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin annotate}: puts an annotation on a quoted part of a text. */
@Command(
    name = "annotate",
    description = "Annotate a part of a text; list, answer and resolve annotations.")
final class AnnotateCommand extends AnnotateVerb {
  @Option(
      names = "--quote",
      paramLabel = "TEXT",
      description = "What the annotation is about, as it stands in the text.")
  private String quote = "";

  @Option(
      names = "--nth",
      paramLabel = "N",
      description = "Which one, where the quoted text stands several times; from 1.")
  private @Nullable Integer nth;

  @Option(
      names = {"-m", "--body"},
      paramLabel = "BODY",
      description = "What the annotation says.")
  private @Nullable String body;

  @Option(names = "--tag", paramLabel = "T", description = "A tag; may be given several times.")
  private List<String> tags = new ArrayList<>();

  private AnnotateCommand(Invocation invocation) {
    super(invocation);
  }

  /** The verb with the verbs below it. */
  static CommandLine line(Invocation invocation) {
    CommandLine line = new CommandLine(new AnnotateCommand(invocation));
    line.addSubcommand("list", new AnnotateListCommand(invocation));
    line.addSubcommand("show", new AnnotateShowCommand(invocation));
    line.addSubcommand("reply", new AnnotateReplyCommand(invocation));
    line.addSubcommand("resolve", new AnnotateResolveCommand(invocation));
    line.addSubcommand("reopen", new AnnotateReopenCommand(invocation));
    line.addSubcommand("reanchor", new AnnotateReanchorCommand(invocation));
    line.addSubcommand("remove", new AnnotateRemoveCommand(invocation));
    return line;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    String says = body;
    if (says == null) {
      throw bad("-m and what the annotation says is missing");
    }
    try (OpenReplica open = invocation.open()) {
      Place place = place(invocation, open);
      List<OpId> made = new ArrayList<>(1);
      Receipt receipt =
          place
              .document()
              .editAs(
                  invocation.author(),
                  "",
                  tx -> {
                    int from = find(tx.text(key).content(), key, quote, nth);
                    AnnotationsEdit notes = tx.annotations(key);
                    OpId id = notes.add(from, from + quote.length(), says);
                    tags.forEach(tag -> notes.tag(id, tag));
                    made.add(id);
                  });
      // The numbers that a transaction begins with may be taken when it ends.
      OpId id = new OpId(made.get(0).replica(), receipt.from());
      report(invocation, place, id, receipt, "annotates \"" + quote + '"');
    }
    return ExitCode.DONE;
  }
}
