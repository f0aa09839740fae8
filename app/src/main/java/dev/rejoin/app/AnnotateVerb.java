package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Suggestion;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Annotations;
import dev.rejoin.replica.Receipt;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code rejoin annotate} and the verbs below it share: the document and the text. */
abstract class AnnotateVerb extends Verb {
  /** Missing in front of a verb: {@code annotate list DOC}; so it is asked for when it is used. */
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOC",
      description = "document, or space/document")
  private String document = "";

  @Option(
      names = "--key",
      paramLabel = "NAME",
      defaultValue = "body",
      description = "The text that is meant; ${DEFAULT-VALUE} if not given.")
  String key = "body";

  AnnotateVerb(Invocation invocation) {
    super(invocation);
  }

  final Place place(Invocation invocation, OpenReplica open) {
    if (document.isEmpty()) {
      throw bad("the name of a document is missing");
    }
    return Place.existing(invocation, open.replica(), document);
  }

  final Annotations annotations(Place place) {
    return place.document().annotations(key);
  }

  /** Does something to the annotation that an argument names, and tells of it. */
  final ExitCode change(
      Invocation invocation, String called, String done, BiConsumer<DocumentEdit, OpId> edit)
      throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Place place = place(invocation, open);
      OpId id = AnnotationIds.find(annotations(place).list(), called);
      Receipt receipt = place.document().editAs(invocation.author(), "", tx -> edit.accept(tx, id));
      report(invocation, place, id, receipt, done);
    }
    return ExitCode.DONE;
  }

  /** Waits until it is on disk, and tells what was done. */
  final void report(Invocation invocation, Place place, OpId id, Receipt receipt, String done)
      throws InterruptedException {
    EditCommand.awaitSaved(receipt);
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("key", key)
            .put("changed", !receipt.isEmpty());
    List<Annotation> all = annotations(place).list();
    Annotation note = annotations(place).find(id).orElse(null);
    if (note == null) {
      answer.putNull("annotation").put("id", id.toString());
    } else {
      answer.set("annotation", AnnotationForms.json(note, suggestion(note)));
    }
    String state = receipt.isEmpty() ? "nothing to change" : done + "   saved";
    String called = AnnotationIds.of(all).shortest(id);
    invocation.report(answer, place.name() + "  " + called + "  " + state);
  }

  static @Nullable Suggestion suggestion(Annotation note) {
    return note.state() == AnnotationState.ORPHANED ? note.suggestion().orElse(null) : null;
  }

  /** Where a quote begins in a text; where it stands several times, {@code nth} says which. */
  static int find(String text, String name, String quote, @Nullable Integer nth) {
    if (quote.isEmpty()) {
      throw bad("--quote needs the text that it is about, as it stands there");
    }
    if (nth != null && nth < 1) {
      throw bad("--nth counts from 1, not " + nth);
    }
    int count = 0;
    int found = -1;
    for (int at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
      count++;
      if (nth == null ? count == 1 : count == nth) {
        found = at;
      }
    }
    if (count > 1 && nth == null) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "the text '%s' contains '%s' %d times".formatted(name, quote, count),
          "Say which one with --nth, from 1 to " + count + ", or quote more of the text.",
          null);
    }
    if (found < 0) {
      String times = count == 0 ? "" : " " + Formats.count(nth, "time") + ", only " + count;
      throw bad("the text '" + name + "' does not contain '" + quote + "'" + times);
    }
    return found;
  }

  static RejoinException bad(String message) {
    return new RejoinException(ErrorCode.BAD_ARGUMENT, message);
  }
}
