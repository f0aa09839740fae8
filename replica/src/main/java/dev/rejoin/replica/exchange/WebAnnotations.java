package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Annotations;
import dev.rejoin.replica.Document;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The annotations of a text as W3C Web Annotations (JSON-LD) and back.
 *
 * <p>An annotation of a file is attached where its quote stands with its prefix and suffix, if that
 * is one place. Otherwise it is kept as a <em>proposal</em> and written out again with the rest.
 */
public final class WebAnnotations {
  static final String CONTEXT = "http://www.w3.org/ns/anno.jsonld";
  static final String URN = "urn:rejoin:";

  /** The map of a document where proposals are kept. */
  static final String PROPOSALS = "proposals";

  private static final int MAX_KEY = 200;

  /**
   * An annotation that is kept without a place.
   *
   * @param text the text that it is for
   * @param quote the words that it is about; empty if it does not say
   */
  public record Proposal(String iri, String text, String quote, String reason) {}

  /** What reading a file did; what was there already counts as nothing. */
  public record Outcome(int attached, int replies, List<Proposal> proposals) {
    public Outcome {
      proposals = List.copyOf(proposals);
    }
  }

  private WebAnnotations() {}

  /** All annotations of a text, with their replies and the proposals, as one page. */
  public static String write(Document document, String text) {
    return document.together(() -> Json.write(page(document, text)));
  }

  private static ObjectNode page(Document document, String text) {
    String source = URN + "text:" + encoded(document.name()) + ":" + encoded(text);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.set("@context", WebAnnotation.context());
    page.put("id", source + ":annotations").put("type", "AnnotationPage");
    ArrayNode items = page.putArray("items");
    String content = document.text(text).content();
    Annotations all = document.annotations(text);
    for (Annotation annotation : all.list()) {
      WebAnnotationWriter.add(items, annotation, all.details(annotation.id()), content, source);
    }
    for (String kept : WebAnnotationMerge.kept(document.map(PROPOSALS), text)) {
      items.add(Json.read(kept));
    }
    return page;
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Reads a file, to be applied to a document inside an edit.
   *
   * @param text the text directly in the document that the annotations are for
   * @throws RejoinException BAD_FILE if it holds something else than Web Annotations, CYCLIC if a
   *     thread goes round in a circle, NESTING_TOO_DEEP
   */
  public static Function<DocumentEdit, Outcome> read(String json, String text) {
    Map<String, WebAnnotation> notes = WebAnnotationReader.read(Json.read(json));
    return tx -> new WebAnnotationMerge(tx, text, notes).apply();
  }

  /** The proposals for a text: annotations that have no place in it. */
  public static List<Proposal> proposals(Document document, String text) {
    return document.together(
        () -> {
          List<Proposal> proposals = new ArrayList<>();
          for (String kept : WebAnnotationMerge.kept(document.map(PROPOSALS), text)) {
            ArrayNode file = JsonNodeFactory.instance.arrayNode();
            JsonNode one = Json.read(kept);
            if (one instanceof ObjectNode object) {
              file.add(object.deepCopy().put("@context", CONTEXT));
            }
            for (WebAnnotation note : WebAnnotationReader.read(file).values()) {
              String reason = "it has no place yet";
              proposals.add(new Proposal(note.iri(), text, note.quote().exact(), reason));
            }
          }
          return proposals;
        });
  }

  /** A key for what is called so; a long name is told by its hash. */
  static String key(String iri) {
    return iri.length() <= MAX_KEY
        ? iri
        : "urn:uuid:" + UUID.nameUUIDFromBytes(iri.getBytes(StandardCharsets.UTF_8));
  }
}
