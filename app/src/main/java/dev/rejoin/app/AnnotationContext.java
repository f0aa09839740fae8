package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Blame;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Who;
import java.util.ArrayList;
import java.util.List;

/** The text around an annotation, and who deleted the words that it was made on. */
final class AnnotationContext {
  private static final int AROUND = 48;

  private AnnotationContext() {}

  static List<String> lines(Document document, String key, Annotation note) {
    List<String> lines = new ArrayList<>();
    lines.add("  was  " + AnnotationForms.was(note).replace('\n', ' '));
    lines.add("  now  " + now(document, key, note).replace('\n', ' '));
    deleted(document, key, note).forEach(who -> lines.add("  deleted " + BlameCommand.by(who)));
    return lines;
  }

  static ObjectNode json(Document document, String key, Annotation note) {
    ObjectNode json =
        Json.object().put("was", AnnotationForms.was(note)).put("now", now(document, key, note));
    ArrayNode deleted = json.putArray("deleted");
    deleted(document, key, note).forEach(who -> deleted.add(BlameCommand.json(who)));
    return json;
  }

  private static String now(Document document, String key, Annotation note) {
    return AnnotationForms.now(note, document.text(key).content(), AROUND);
  }

  private static List<Who> deleted(Document document, String key, Annotation note) {
    return note.state() == AnnotationState.ORPHANED
        ? deleted(document.history().blame(key), note.start(), note.quote().exact())
        : List.of();
  }

  /**
   * Who deleted a quote that stood at a position of the text: nobody is named unless the quote is
   * found there exactly once in deleted text.
   */
  static List<Who> deleted(List<Blame> blame, int position, String quote) {
    int visible = 0;
    StringBuilder text = new StringBuilder();
    List<Blame> there = new ArrayList<>();
    for (Blame piece : blame) {
      if (piece.visible()) {
        visible += piece.text().length();
      } else if (visible == position) {
        there.add(piece);
        text.append(piece.text());
      }
    }
    int from = text.indexOf(quote);
    if (from < 0 || text.indexOf(quote, from + 1) >= 0) {
      return List.of();
    }
    List<Who> who = new ArrayList<>();
    int begin = 0;
    for (Blame piece : there) {
      int end = begin + piece.text().length();
      if (begin < from + quote.length() && end > from) {
        piece.deleted().filter(deleter -> !who.contains(deleter)).ifPresent(who::add);
      }
      begin = end;
    }
    return who;
  }
}
