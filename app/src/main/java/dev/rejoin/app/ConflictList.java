package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictCandidate;
import dev.rejoin.replica.Resolution;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.Sentences;
import java.util.ArrayList;
import java.util.List;

/** Conflicts as text and as JSON. */
final class ConflictList {
  private ConflictList() {}

  /**
   * The conflict of a space whose id begins like this.
   *
   * @throws RejoinException UNKNOWN_CONFLICT if there is none, or more than one
   */
  static Conflict find(Space space, String id) {
    List<Conflict> found =
        space.conflicts().stream().filter(one -> one.id().startsWith(id)).toList();
    if (found.size() == 1 && !id.isEmpty()) {
      return found.get(0);
    }
    throw new RejoinException(
        ErrorCode.UNKNOWN_CONFLICT,
        found.isEmpty()
            ? "there is no conflict " + id + " in space '" + space.name() + "'"
            : "several conflicts begin with '" + id + "'; give more of the id");
  }

  /** A heading, and a line for each sentence. */
  static List<String> lines(Conflict conflict, Sentences sentences, boolean whole) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s › %s%s"
            .formatted(
                conflict.id(),
                conflict.document().name(),
                conflict.path(),
                conflict.isSettled() ? "   (settled by a rule)" : ""));
    List<Message> messages = conflict.messages();
    for (int i = whole ? 0 : 1; i < messages.size(); i++) {
      boolean last = i == messages.size() - 1;
      lines.add((last ? "    → " : "    ") + sentences.say(messages.get(i)));
    }
    return lines;
  }

  static ObjectNode json(Conflict conflict, Sentences sentences) {
    ObjectNode json =
        Json.object()
            .put("id", conflict.id())
            .put("document", conflict.document().name())
            .put("path", conflict.path())
            .put("settled", conflict.isSettled())
            .put("outcome", conflict.decision().outcome().name())
            .put("count", conflict.count())
            .put("dismissed", conflict.dismissed())
            .put("shown", conflict.shown().number());
    Rule rule = conflict.decision().rule();
    if (rule != null) {
      json.putObject("rule")
          .put("name", rule.name())
          .put("kind", rule.kind().word())
          .put("version", conflict.decision().version());
    }
    ArrayNode candidates = json.putArray("candidates");
    for (ConflictCandidate candidate : conflict.candidates()) {
      ObjectNode one =
          candidates
              .addObject()
              .put("number", candidate.number())
              .put("who", candidate.who())
              .put("device", candidate.device().toString())
              .put("deviceName", candidate.deviceName())
              .put("made", Formats.utc(candidate.made()))
              .put("shown", candidate.shown());
      one.set("value", Values.json(candidate.value()));
      if (candidate.apart() != null) {
        one.put("apartMillis", candidate.apart().toMillis());
      }
    }
    Speech.put(json, sentences, conflict.messages());
    return json;
  }

  static ObjectNode json(Resolution resolution, String document, Sentences sentences) {
    return Json.object()
        .put("document", document)
        .put("path", resolution.path())
        .put("change", resolution.change())
        .put("when", Formats.utc(resolution.when()))
        .put("key", resolution.message().key())
        .put("text", sentences.say(resolution.message()));
  }
}
