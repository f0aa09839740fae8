package dev.rejoin.app;

import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.OpId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate reanchor}: attaches an annotation to another place. */
@Command(
    name = "reanchor",
    description =
        "Attach an annotation that lost its text, or has another one, to a place in the text.")
final class AnnotateReanchorCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  @Option(names = "--accept", description = "The place that is suggested.")
  private boolean accept;

  @Option(
      names = "--quote",
      paramLabel = "TEXT",
      description = "What it is about now, as it stands in the text.")
  private @Nullable String quote;

  @Option(
      names = "--nth",
      paramLabel = "N",
      description = "Which one, where the quoted text stands several times; from 1.")
  private @Nullable Integer nth;

  AnnotateReanchorCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (accept == (quote != null)) {
      throw bad("say either --accept or --quote and the text that it is about now");
    }
    return change(invocation, id, "attached", this::attach);
  }

  private void attach(DocumentEdit tx, OpId note) {
    AnnotationsEdit notes = tx.annotations(key);
    if (quote == null) {
      notes.acceptSuggestion(note);
      return;
    }
    int from = find(tx.text(key).content(), key, quote, nth);
    notes.reanchor(note, from, from + quote.length());
  }
}
