package dev.rejoin.replica.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * An annotation or a reply as a file has it. Immutable.
 *
 * @param iri names it everywhere
 * @param target the annotation that it replies to; empty if it is on a text
 * @param quote where it is on a text; what is missing is empty
 * @param createdMillis 0 if not known
 * @param source the whole of it, to be kept where there is no place for it
 */
record WebAnnotation(
    String iri,
    String target,
    WebQuote quote,
    String body,
    SortedSet<String> tags,
    String author,
    long createdMillis,
    boolean resolved,
    JsonNode source) {

  boolean isReply() {
    return !target.isEmpty();
  }

  /** Words of a text with what stands around them. */
  record WebQuote(String exact, String prefix, String suffix) {
    static final WebQuote NONE = new WebQuote("", "", "");

    /** Where the words stand with all of that around them. */
    List<Integer> places(String text) {
      if (exact.isEmpty()) {
        return List.of();
      }
      List<Integer> places = new ArrayList<>();
      for (int at = text.indexOf(exact); at >= 0; at = text.indexOf(exact, at + 1)) {
        boolean fits =
            text.startsWith(suffix, at + exact.length())
                && text.regionMatches(at - prefix.length(), prefix, 0, prefix.length());
        if (fits && !cuts(text, at) && !cuts(text, at + exact.length())) {
          places.add(at);
        }
      }
      return places;
    }

    private static boolean cuts(String text, int at) {
      return at > 0
          && at < text.length()
          && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }
  }

  static JsonNode context() {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(WebAnnotations.CONTEXT)
        .add(JsonNodeFactory.instance.objectNode().put("status", "urn:rejoin:ns#status"));
  }
}
