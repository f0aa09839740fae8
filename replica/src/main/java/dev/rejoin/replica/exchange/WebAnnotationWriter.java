package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.AnnotationDetails;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.Quote;
import dev.rejoin.replica.Annotation;
import java.time.Instant;

/** Writes annotations with their replies as Web Annotations. */
final class WebAnnotationWriter {
  private WebAnnotationWriter() {}

  static void add(
      ArrayNode items, Annotation annotation, MapView details, String text, String source) {
    String iri = WebAnnotationMerge.iri(details, annotation.id());
    ListView thread = details.list(WebAnnotationMerge.REPLIES);
    long created = annotation.details().createdMillis();
    ObjectNode note = note(items, iri, "commenting", annotation.author(), created);
    ArrayNode bodies = note.putArray("body");
    body(bodies.addObject(), annotation.body(), "commenting");
    annotation.tags().forEach(tag -> body(bodies.addObject(), tag, "tagging"));
    target(note.putObject("target").put("source", source), annotation, text);
    if (annotation.isResolved()) {
      note.put("status", "resolved");
    }
    for (AnnotationDetails.Reply reply : annotation.replies()) {
      String called = WebAnnotationMerge.iri(thread.map(thread.indexOf(reply.id())), reply.id());
      ObjectNode answer = note(items, called, "replying", reply.author(), reply.createdMillis());
      body(answer.putObject("body"), reply.body(), "replying");
      answer.put("target", iri);
    }
  }

  private static ObjectNode note(
      ArrayNode items, String iri, String motivation, String author, long created) {
    ObjectNode note =
        items.addObject().put("id", iri).put("type", "Annotation").put("motivation", motivation);
    if (!author.isEmpty()) {
      note.putObject("creator").put("type", "Person").put("name", author);
    }
    if (created != 0) {
      note.put("created", Instant.ofEpochMilli(created).toString());
    }
    return note;
  }

  private static void body(ObjectNode body, String value, String purpose) {
    body.put("type", "TextualBody").put("value", value);
    body.put("format", "text/plain").put("purpose", purpose);
  }

  /** Positions are counted in code points, as the W3C wants it. */
  private static void target(ObjectNode target, Annotation annotation, String text) {
    ArrayNode selectors = target.putArray("selector");
    Quote quote = annotation.quote();
    selectors
        .addObject()
        .put("type", "TextQuoteSelector")
        .put("exact", quote.exact())
        .put("prefix", quote.prefix())
        .put("suffix", quote.suffix());
    if (annotation.state() != AnnotationState.ORPHANED) {
      selectors
          .addObject()
          .put("type", "TextPositionSelector")
          .put("start", text.codePointCount(0, annotation.start()))
          .put("end", text.codePointCount(0, annotation.end()));
    }
  }
}
