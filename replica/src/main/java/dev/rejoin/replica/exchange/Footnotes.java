package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.AnnotationDetails;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Comments as footnotes of Markdown: they may overlap, which brackets around text may not. */
final class Footnotes {
  private Footnotes() {}

  /** Markdown with a number behind each annotated text, and the threads below. */
  static String write(RichText text, List<Annotation> annotations) {
    String markdown = MarkdownWriter.write(numbered(text, annotations));
    if (annotations.isEmpty()) {
      return markdown;
    }
    StringBuilder out = new StringBuilder(markdown).append('\n');
    for (int i = 0; i < annotations.size(); i++) {
      thread(out, i + 1, annotations.get(i));
    }
    return out.toString();
  }

  /** The text with what stands for each footnote put in where its annotation ends. */
  private static RichText numbered(RichText text, List<Annotation> annotations) {
    List<List<Integer>> ends = new ArrayList<>();
    for (int i = 0; i <= text.text().length(); i++) {
      ends.add(List.of());
    }
    for (int i = 0; i < annotations.size(); i++) {
      List<Integer> here = new ArrayList<>(ends.get(annotations.get(i).end()));
      here.add(i + 1);
      ends.set(annotations.get(i).end(), here);
    }
    RichTextBuilder builder = new RichTextBuilder();
    int at = 0;
    for (FormatRun run : text.formats()) {
      add(builder, text.text(), at, run.from(), new TreeMap<>(), ends);
      add(builder, text.text(), run.from(), run.to(), run.attributes(), ends);
      at = run.to();
    }
    add(builder, text.text(), at, text.text().length(), new TreeMap<>(), ends);
    numbers(builder, ends.get(text.text().length()), new TreeMap<>());
    return builder.build();
  }

  private static void add(
      RichTextBuilder builder,
      String text,
      int from,
      int to,
      SortedMap<String, Value> formats,
      List<List<Integer>> ends) {
    int at = from;
    for (int i = from; i < to; i++) {
      if (!ends.get(i).isEmpty()) {
        builder.add(text.substring(at, i), formats);
        numbers(builder, ends.get(i), formats);
        at = i;
      }
    }
    builder.add(text.substring(at, to), formats);
  }

  private static void numbers(
      RichTextBuilder builder, List<Integer> numbers, SortedMap<String, Value> formats) {
    SortedMap<String, Value> verbatim = new TreeMap<>();
    verbatim.put("html", Value.of(true));
    Value block = formats.get(BlockFormat.KEY);
    if (block != null) {
      verbatim.put(BlockFormat.KEY, block);
    }
    numbers.forEach(number -> builder.add("[^" + number + "]", verbatim));
  }

  private static void thread(StringBuilder out, int number, Annotation annotation) {
    String state = annotation.isResolved() ? " (resolved)" : "";
    String quote = oneLine(annotation.quote().exact());
    said(out, "[^%d]: ".formatted(number), annotation.author(), annotation.body());
    out.append("    on “").append(escaped(quote)).append("”").append(state).append('\n');
    for (AnnotationDetails.Reply reply : annotation.replies()) {
      said(out, "    - ", reply.author(), reply.body());
    }
    out.append('\n');
  }

  private static void said(StringBuilder out, String start, String author, String body) {
    String who = author.isEmpty() ? "" : "**" + escaped(oneLine(author)) + "**: ";
    out.append(start).append(who).append(escaped(oneLine(body))).append('\n');
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\r\n]+", " ").strip();
  }

  private static String escaped(String text) {
    return MarkdownSpan.write(
        text.isEmpty() ? List.of() : List.of(new TextLine.Piece(text, new TreeMap<>())),
        false,
        false);
  }
}
