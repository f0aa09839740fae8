package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.replica.Undo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/**
 * What {@code rejoin undo} and {@code rejoin redo} share: the author's own steps, back and forth.
 */
abstract class StepCommand extends Verb {
  private final boolean redo;

  @Parameters(paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  StepCommand(Invocation invocation, boolean redo) {
    super(invocation);
    this.redo = redo;
  }

  @Override
  final ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      Undo undo = place.document().undo(invocation.author());
      Optional<Undo.Done> done = redo ? undo.redo() : undo.undo();
      ObjectNode answer =
          Json.answer()
              .put("space", place.space().name())
              .put("document", place.name())
              .put("changed", done.isPresent());
      if (done.isEmpty()) {
        String nothing = redo ? "nothing to redo for " : "nothing to undo for ";
        invocation.report(answer, place.name() + "  " + nothing + invocation.author());
        return ExitCode.DONE;
      }
      EditCommand.awaitSaved(done.get().receipt());
      report(invocation, place, done.get().changes(), answer);
    }
    return ExitCode.DONE;
  }

  private void report(Invocation invocation, Place place, List<Change> changes, ObjectNode answer) {
    List<Op> ops = new ArrayList<>();
    changes.forEach(change -> ops.addAll(change.ops()));
    Summary summary = Summary.of(ops);
    Change first = changes.get(changes.size() - 1);
    Instant made = Instant.ofEpochMilli(first.timeMillis());
    answer.put("time", Formats.utc(made)).put("message", first.message());
    answer.set("takenBack", summary.json());
    invocation.report(answer, place.name() + "  " + told(summary, first, Formats.local(made)));
  }

  /** An undo or redo that is taken back says little by its own numbers, so its time is told. */
  private String told(Summary summary, Change first, String made) {
    if (redo) {
      return "redone: what was taken back on " + made;
    }
    if (summary.undo()) {
      return "taken back: what was redone on " + made;
    }
    String said = first.message().isEmpty() ? "" : " '" + first.message() + "'";
    return "taken back: " + summary.text() + said + " of " + made;
  }
}
