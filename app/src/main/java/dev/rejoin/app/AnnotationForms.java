package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.AnnotationDetails.Reply;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.AnnotationStep;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Suggestion;
import dev.rejoin.replica.Annotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How annotations look, for people and for programs. */
final class AnnotationForms {
  private static final int SHORT_QUOTE = 32;
  private static final int SHORT_BODY = 48;

  private AnnotationForms() {}

  /** What became of annotations, as {@code --follow} tells it. */
  static void describe(
      ContainerEvent.AnnotationsChanged notes, List<String> lines, ObjectNode json) {
    ArrayNode steps = json.putArray("annotations");
    for (AnnotationStep step : notes.steps()) {
      String what = step.what().name().toLowerCase(Locale.ROOT);
      String called = AnnotationIds.of(List.of()).shortest(step.annotation());
      lines.add("annotation " + called + " " + what);
      AnnotationState after = step.after();
      steps
          .addObject()
          .put("annotation", step.annotation().toString())
          .put("step", what)
          .put("state", after == null ? null : after.name());
    }
  }

  /** One line of a list: id, mark and text, who, what, and what is to be told besides. */
  static List<String> row(
      Annotation note, String id, @Nullable Suggestion suggestion, String text, String accept) {
    String body = note.body().lines().findFirst().orElse("");
    return List.of(
        id,
        mark(note, suggestion)
            + " "
            + quoted(
                note.state() == AnnotationState.EDITED ? now(note, text) : note.quote().exact()),
        note.author().isEmpty() ? "–" : note.author(),
        cut(body, SHORT_BODY),
        String.join(", ", remarks(note, suggestion, accept)));
  }

  private static String mark(Annotation note, @Nullable Suggestion suggestion) {
    return switch (note.state()) {
      case LIVE -> "●";
      case EDITED -> "◐";
      case ORPHANED -> suggestion == null ? "○" : "?";
    };
  }

  private static String quoted(String text) {
    return '"' + cut(text, SHORT_QUOTE) + '"';
  }

  /** What stands between its ends, as far as the text is as long as it was then. */
  private static String now(Annotation note, String text) {
    int to = Math.min(note.end(), text.length());
    return text.substring(Math.min(note.start(), to), to);
  }

  private static List<String> remarks(
      Annotation note, @Nullable Suggestion suggestion, String accept) {
    List<String> remarks = new ArrayList<>();
    if (note.isResolved()) {
      remarks.add("resolved");
    }
    note.tags().forEach(tag -> remarks.add("#" + tag));
    if (!note.replies().isEmpty()) {
      int replies = note.replies().size();
      remarks.add(replies + (replies == 1 ? " reply" : " replies"));
    }
    if (note.state() == AnnotationState.EDITED) {
      remarks.add("was " + quoted(note.quote().exact()));
    } else if (note.state() == AnnotationState.ORPHANED) {
      remarks.add(suggestion == null ? "lost its text" : place(suggestion) + " → " + accept);
    }
    return remarks;
  }

  static String place(Suggestion suggestion) {
    return suggestion.percent() + " % match at position " + suggestion.from();
  }

  private static String cut(String text, int most) {
    String line = text.replace('\n', ' ');
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Everything that is known of one annotation. */
  static List<String> lines(Annotation note, String id, Optional<Suggestion> suggestion) {
    List<String> lines = new ArrayList<>();
    String state = mark(note, suggestion.orElse(null)) + " " + state(note);
    lines.add(id + "  " + state + "  " + (note.isResolved() ? "resolved" : "open"));
    lines.add("  on  " + '"' + note.quote().exact().replace('\n', ' ') + '"');
    suggestion.ifPresent(place -> lines.add("  may belong  " + place(place)));
    if (!note.tags().isEmpty()) {
      lines.add("  tags  " + String.join(", ", note.tags()));
    }
    said(note.author(), note.created(), note.body(), lines);
    for (Reply reply : note.replies()) {
      Optional<Instant> made =
          reply.createdMillis() == 0
              ? Optional.empty()
              : Optional.of(Instant.ofEpochMilli(reply.createdMillis()));
      said(reply.author(), made, reply.body(), lines);
    }
    return lines;
  }

  private static String state(Annotation note) {
    return switch (note.state()) {
      case LIVE -> "at " + note.start() + "–" + note.end();
      case EDITED -> "at " + note.start() + "–" + note.end() + ", text was edited since";
      case ORPHANED -> "lost its text, which was at " + note.start();
    };
  }

  private static void said(String author, Optional<Instant> made, String body, List<String> lines) {
    String who = author.isEmpty() ? "somebody" : author;
    lines.add("  " + who + made.map(time -> "  " + Formats.local(time)).orElse(""));
    body.lines().forEach(line -> lines.add("    " + line));
  }

  /** The text around the place of an annotation when it was made. */
  static String was(Annotation note) {
    return note.quote().prefix() + "⟦" + note.quote().exact() + "⟧" + note.quote().suffix();
  }

  /** The text around the place of an annotation now. */
  static String now(Annotation note, String text, int around) {
    int end = Math.min(text.length(), note.end());
    int start = Math.min(end, note.start());
    return text.substring(Math.max(0, start - around), start)
        + "⟦"
        + text.substring(start, end)
        + "⟧"
        + text.substring(end, Math.min(text.length(), end + around));
  }

  static ObjectNode json(Annotation note, @Nullable Suggestion suggestion) {
    ObjectNode json =
        Json.object()
            .put("id", note.id().toString())
            .put("state", note.state().name())
            .put("start", note.start())
            .put("end", note.end())
            .put("body", note.body())
            .put("author", note.author())
            .put("created", note.created().map(Formats::utc).orElse(null))
            .put("resolved", note.isResolved());
    json.putObject("quote")
        .put("exact", note.quote().exact())
        .put("prefix", note.quote().prefix())
        .put("suffix", note.quote().suffix());
    note.tags().forEach(json.putArray("tags")::add);
    ArrayNode replies = json.putArray("replies");
    for (Reply reply : note.replies()) {
      String made =
          reply.createdMillis() == 0
              ? null
              : Formats.utc(Instant.ofEpochMilli(reply.createdMillis()));
      replies
          .addObject()
          .put("id", reply.id().toString())
          .put("author", reply.author())
          .put("created", made)
          .put("body", reply.body());
    }
    if (suggestion != null) {
      json.putObject("suggestion")
          .put("from", suggestion.from())
          .put("to", suggestion.to())
          .put("percent", suggestion.percent());
    }
    return json;
  }
}
