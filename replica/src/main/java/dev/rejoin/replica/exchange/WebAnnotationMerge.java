package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds annotations of a file to a text: to the words that they quote if those stand once, else they
 * are kept as proposals. What is there already, by its IRI, is not added again.
 */
final class WebAnnotationMerge {
  static final String IRI = "iri";
  static final String REPLIES = "replies";

  private final DocumentEdit tx;
  private final String name;
  private final AnnotationsEdit all;
  private final String text;
  private final Map<String, WebAnnotation> notes;

  /** What is there: the annotation, of a reply the one that its thread begins with. */
  private final Map<String, OpId> known = new HashMap<>();

  private final List<WebAnnotations.Proposal> proposals = new ArrayList<>();
  private int attached;
  private int replies;

  WebAnnotationMerge(DocumentEdit tx, String name, Map<String, WebAnnotation> notes) {
    this.tx = tx;
    this.name = name;
    this.all = tx.annotations(name);
    this.text = tx.text(name).content();
    this.notes = notes;
  }

  WebAnnotations.Outcome apply() {
    for (AnnotationItem item : all.items()) {
      MapView details = all.details(item.id());
      known.put(iri(details, item.id()), item.id());
      if (details.get(REPLIES).isPresent()) { // else asking for them would make the list
        thread(details.list(REPLIES), item.id());
      }
    }
    notes.values().stream().filter(note -> !note.isReply()).forEach(this::attach);
    notes.values().stream().filter(WebAnnotation::isReply).forEach(this::reply);
    return new WebAnnotations.Outcome(attached, replies, proposals);
  }

  private void thread(ListView replies, OpId annotation) {
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Value.Nested nested && nested.kind() == Kind.MAP) {
        known.put(iri(replies.map(i), replies.element(i)), annotation);
      }
    }
  }

  /** What it is called elsewhere, or else here. */
  static String iri(MapView details, OpId id) {
    return details.get(IRI).map(Value::toString).orElse(WebAnnotations.URN + id);
  }

  private void attach(WebAnnotation note) {
    if (known.containsKey(note.iri())) {
      return;
    }
    List<Integer> places = note.quote().places(text);
    if (places.size() != 1) {
      String reason =
          note.quote().exact().isEmpty()
              ? "it quotes no text"
              : places.isEmpty() ? "its quote is not there" : "its quote is there several times";
      propose(note, reason);
      return;
    }
    int from = places.get(0);
    int to = from + note.quote().exact().length();
    OpId id = all.add(from, to, note.body(), note.author(), note.createdMillis());
    all.details(id).put(IRI, Value.of(note.iri()));
    note.tags().forEach(tag -> all.tag(id, tag));
    if (note.resolved()) {
      all.resolve(id);
    }
    known.put(note.iri(), id);
    withdraw(note);
    attached++;
  }

  private void reply(WebAnnotation note) {
    if (known.containsKey(note.iri())) {
      return;
    }
    OpId thread = thread(note);
    if (thread == null) {
      propose(note, "what it replies to is not there");
      return;
    }
    OpId id = all.reply(thread, note.body(), note.author(), note.createdMillis());
    ListEdit list = all.details(thread).list(REPLIES);
    list.map(list.indexOf(id)).put(IRI, Value.of(note.iri()));
    known.put(note.iri(), thread);
    withdraw(note);
    replies++;
  }

  /** The annotation that a thread begins with; files have no circles, that has been checked. */
  private @Nullable OpId thread(WebAnnotation note) {
    WebAnnotation at = note;
    while (at != null) {
      OpId found = known.get(at.target());
      if (found != null) {
        return found;
      }
      at = notes.get(at.target());
    }
    return null;
  }

  private void propose(WebAnnotation note, String reason) {
    proposals.add(new WebAnnotations.Proposal(note.iri(), name, note.quote().exact(), reason));
    String json = Json.write(note.source());
    MapEdit kept = tx.map(WebAnnotations.PROPOSALS);
    String key = WebAnnotations.key(note.iri());
    if (kept.get(key).isEmpty()) {
      kept.map(key).put("text", Value.of(name)).text("json").append(json);
    }
  }

  /** It has found its place. */
  private void withdraw(WebAnnotation note) {
    MapEdit kept = tx.map(WebAnnotations.PROPOSALS);
    String key = WebAnnotations.key(note.iri());
    if (kept.get(key).isPresent()) {
      kept.remove(key);
    }
  }

  /** What proposals are kept in one text's name. */
  static Collection<String> kept(MapView proposals, String name) {
    List<String> kept = new ArrayList<>();
    for (String key : proposals.entries().keySet()) {
      MapView one = proposals.map(key);
      if (one.get("text").map(Value::toString).orElse("").equals(name)) {
        kept.add(one.text("json").content());
      }
    }
    return kept;
  }
}
