package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate show}: one annotation with its thread. */
@Command(name = "show", description = "Show an annotation with all replies.")
final class AnnotateShowCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  @Option(
      names = "--context",
      description = "Also the text around it, as it was and as it is, and who deleted it.")
  private boolean context;

  AnnotateShowCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Place place = place(invocation, open);
      List<Annotation> all = annotations(place).list();
      Annotation note = annotations(place).get(AnnotationIds.find(all, id));
      if (invocation.json()) {
        ObjectNode answer =
            Json.answer()
                .put("space", place.space().name())
                .put("document", place.name())
                .put("key", key);
        answer.set("annotation", AnnotationForms.json(note, suggestion(note)));
        if (context) {
          answer.set("context", AnnotationContext.json(place.document(), key, note));
        }
        invocation.print(answer);
        return ExitCode.DONE;
      }
      String called = AnnotationIds.of(all).shortest(note.id());
      List<String> lines =
          new ArrayList<>(
              AnnotationForms.lines(note, called, Optional.ofNullable(suggestion(note))));
      if (context) {
        lines.addAll(AnnotationContext.lines(place.document(), key, note));
      }
      lines.forEach(invocation::print);
    }
    return ExitCode.DONE;
  }
}
