package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.Suggestion;
import dev.rejoin.replica.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin annotate list}: all annotations of a text, by their places. */
@Command(
    name = "list",
    description = "List the annotations of a text; those that lost their words too.")
final class AnnotateListCommand extends AnnotateVerb {
  /** A place is looked for in the whole text, so not for more than so many. */
  private static final int MOST_SUGGESTIONS = 100;

  @Option(names = "--open", description = "Only those that are not resolved.")
  private boolean open;

  @Option(names = "--lost", description = "Only those that lost their text.")
  private boolean lost;

  AnnotateListCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica replica = invocation.open()) {
      Place place = place(invocation, replica);
      List<Annotation> all = annotations(place).list();
      List<Annotation> wanted = all.stream().filter(this::isWanted).toList();
      List<@Nullable Suggestion> places = new ArrayList<>();
      int asked = 0;
      for (Annotation note : wanted) {
        boolean ask = note.state() == AnnotationState.ORPHANED && asked++ < MOST_SUGGESTIONS;
        places.add(ask ? suggestion(note) : null);
      }
      if (invocation.json()) {
        invocation.print(json(place, all, wanted, places));
      } else {
        print(invocation, place, all, wanted, places);
      }
    }
    return ExitCode.DONE;
  }

  private boolean isWanted(Annotation note) {
    return (!open || !note.isResolved()) && (!lost || note.state() == AnnotationState.ORPHANED);
  }

  private void print(
      Invocation invocation,
      Place place,
      List<Annotation> all,
      List<Annotation> wanted,
      List<@Nullable Suggestion> places) {
    String text = place.document().text(key).content();
    String name = place.name();
    AnnotationIds ids = AnnotationIds.of(all);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Annotation note = wanted.get(i);
      String id = ids.shortest(note.id());
      String accept = "annotate reanchor %s %s --accept".formatted(name, id);
      rows.add(AnnotationForms.row(note, id, places.get(i), text, accept));
    }
    Formats.table(rows).forEach(invocation::print);
    if (wanted.isEmpty()) {
      invocation.talk("No annotations. 'rejoin annotate DOC --quote TEXT -m BODY' makes one.");
    }
  }

  private ObjectNode json(
      Place place,
      List<Annotation> all,
      List<Annotation> wanted,
      List<@Nullable Suggestion> places) {
    ObjectNode answer =
        Json.answer()
            .put("space", place.space().name())
            .put("document", place.name())
            .put("key", key)
            .put("total", all.size());
    ArrayNode list = answer.putArray("annotations");
    for (int i = 0; i < wanted.size(); i++) {
      list.add(AnnotationForms.json(wanted.get(i), places.get(i)));
    }
    return answer;
  }
}
