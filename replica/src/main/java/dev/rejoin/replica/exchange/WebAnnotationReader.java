package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Reads Web Annotations: one, a list of them, a page or a collection. */
final class WebAnnotationReader {
  private final Map<String, WebAnnotation> notes = new LinkedHashMap<>();

  private WebAnnotationReader() {}

  /** By IRI, in the order of the file. */
  static Map<String, WebAnnotation> read(JsonNode file) {
    WebAnnotationReader reader = new WebAnnotationReader();
    if (file.isArray()) {
      for (int i = 0; i < file.size(); i++) {
        requireContext(file.get(i), "/" + i);
        reader.add(file.get(i), "/" + i);
      }
    } else {
      requireContext(file, "");
      reader.items(file);
    }
    reader.refuseCircles();
    return reader.notes;
  }

  private static void requireContext(JsonNode node, String path) {
    boolean known = false;
    for (JsonNode one : many(node.path("@context"))) {
      known |= one.isTextual() && one.textValue().equals(WebAnnotations.CONTEXT);
    }
    if (!known) {
      throw bad(path, "no Web Annotation: its @context is not " + WebAnnotations.CONTEXT);
    }
  }

  private void items(JsonNode file) {
    JsonNode items = file.path("items");
    String path = "/items";
    if (isA(file, "AnnotationCollection")) {
      items = file.path("first").path("items");
      path = "/first/items";
    } else if (!isA(file, "AnnotationPage")) {
      add(file, "");
      return;
    }
    if (!items.isArray()) {
      throw bad(path, "the annotations of a page are an array");
    }
    for (int i = 0; i < items.size(); i++) {
      add(items.get(i), path + "/" + i);
    }
  }

  private static boolean isA(JsonNode node, String type) {
    boolean is = false;
    for (JsonNode one : many(node.path("type"))) {
      is |= one.asText().equals(type);
    }
    return is;
  }

  private void add(JsonNode node, String path) {
    if (!isA(node, "Annotation")) {
      throw bad(path, "an annotation has the type Annotation");
    }
    WebAnnotation note = note(node, path);
    WebAnnotation same = notes.put(note.iri(), note);
    if (same != null && !same.source().equals(node)) {
      throw bad(path, "two annotations are called " + note.iri());
    }
  }

  private static WebAnnotation note(JsonNode node, String path) {
    String iri = string(node, "id", path);
    TreeSet<String> tags = new TreeSet<>();
    String body = body(node, path, tags);
    JsonNode target = target(node, path);
    JsonNode selectors = target.path("selector");
    WebAnnotation.WebQuote quote = quote(selectors, path + "/target/selector");
    String source = target.isTextual() ? target.textValue() : string(target, "source", path);
    boolean reply = selectors.isMissingNode() && says(node, "replying");
    return new WebAnnotation(
        iri.isEmpty() ? named(node) : iri,
        reply ? source : "",
        quote,
        body,
        tags,
        author(node, path),
        created(node, path),
        string(node, "status", path).equals("resolved"),
        node);
  }

  private static boolean says(JsonNode node, String motivation) {
    boolean says = false;
    for (JsonNode one : many(node.path("motivation"))) {
      says |= one.asText().equals(motivation);
    }
    return says;
  }

  /** The same name for the same content, so that a file without names is not read twice. */
  private static String named(JsonNode node) {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(node.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode target(JsonNode node, String path) {
    List<JsonNode> targets = many(node.path("target"));
    if (targets.size() != 1 || !targets.get(0).isTextual() && !targets.get(0).isObject()) {
      throw bad(path + "/target", "an annotation has one target, not " + targets.size());
    }
    return targets.get(0);
  }

  private static WebAnnotation.WebQuote quote(JsonNode selectors, String path) {
    for (JsonNode one : many(selectors)) {
      if (isA(one, "TextQuoteSelector")) {
        return new WebAnnotation.WebQuote(
            string(one, "exact", path), string(one, "prefix", path), string(one, "suffix", path));
      }
    }
    return WebAnnotation.WebQuote.NONE;
  }

  private static String body(JsonNode node, String path, Set<String> tags) {
    List<String> said = new ArrayList<>();
    if (node.has("bodyValue")) {
      said.add(string(node, "bodyValue", path));
    }
    for (JsonNode body : many(node.path("body"))) {
      if (body.isTextual()) {
        said.add(body.textValue());
      } else if (!body.isObject()) {
        throw bad(path + "/body", "a body is an object or an IRI");
      } else if (body.path("purpose").asText().equals("tagging")) {
        tags.add(string(body, "value", path + "/body"));
      } else {
        String value = string(body, "value", path + "/body");
        said.add(value.isEmpty() ? string(body, "id", path + "/body") : value);
      }
    }
    return String.join("\n\n", said);
  }

  private static String author(JsonNode node, String path) {
    List<JsonNode> creators = many(node.path("creator"));
    if (creators.isEmpty()) {
      return "";
    }
    JsonNode creator = creators.get(0);
    String at = path + "/creator";
    String name = creator.isTextual() ? creator.textValue() : string(creator, "name", at);
    return name.isEmpty() ? string(creator, "id", at) : name;
  }

  private static long created(JsonNode node, String path) {
    String time = string(node, "created", path);
    try {
      return time.isEmpty() ? 0 : OffsetDateTime.parse(time).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw bad(path + "/created", "'" + time + "' is no time like 2026-01-31T12:00:00Z");
    }
  }

  private static List<JsonNode> many(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    JsonNode all = node.isArray() ? node : JsonNodeFactory.instance.arrayNode().add(node);
    List<JsonNode> list = new ArrayList<>();
    all.forEach(list::add);
    return list;
  }

  private static String string(JsonNode node, String field, String path) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw bad(path + "/" + field, "a string is expected");
    }
    return value.textValue();
  }

  private static RejoinException bad(String path, String problem) {
    return new RejoinException(
        ErrorCode.BAD_FILE, "at %s: %s".formatted(path.isEmpty() ? "the top" : path, problem));
  }

  /** A thread begins somewhere; each annotation is looked at once. */
  private void refuseCircles() {
    Set<String> fine = new HashSet<>();
    for (WebAnnotation note : notes.values()) {
      Set<String> thread = new HashSet<>();
      for (WebAnnotation at = note;
          at != null && !fine.contains(at.iri());
          at = notes.get(at.target())) {
        if (!thread.add(at.iri())) {
          throw new RejoinException(
              ErrorCode.CYCLIC, "the annotation " + at.iri() + " replies to itself in the end");
        }
      }
      fine.addAll(thread);
    }
  }
}
