package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Member;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells who comes, moves, falls asleep and goes in a document. */
final class PresenceTeller implements Consumer<List<Member>> {
  private final LiveWatch watch;
  private final boolean moves;

  /** Guarded by this: who was there, by device and session. */
  private Map<String, Member> known = new TreeMap<>();

  /**
   * @param moves whether moves of cursors are told too
   */
  PresenceTeller(LiveWatch watch, boolean moves) {
    this.watch = watch;
    this.moves = moves;
  }

  @Override
  public synchronized void accept(List<Member> members) {
    Map<String, Member> now = new TreeMap<>();
    members.forEach(member -> now.put(member.device() + member.session(), member));
    now.forEach((id, member) -> tell(known.get(id), member));
    known.forEach(
        (id, member) -> {
          if (!now.containsKey(id)) {
            say("gone", member, name(member) + " has gone");
          }
        });
    known = now;
  }

  private void tell(@Nullable Member before, Member member) {
    if (before == null) {
      say("here", member, name(member) + " is here" + at(member));
    } else if (before.idle() != member.idle()) {
      String text = member.idle() ? " is idle" : " is back" + at(member);
      say(member.idle() ? "idle" : "back", member, name(member) + text);
    } else if (moves && !before.equals(member)) {
      say("moved", member, name(member) + at(member));
    }
  }

  private void say(String event, Member member, String text) {
    ObjectNode fields = Json.object();
    fields.set("member", json(member));
    watch.say(event, null, fields, text);
  }

  /** What a member calls itself, with its device, which it cannot choose. */
  static String name(Member member) {
    String name = member.name().isEmpty() ? "somebody" : member.name();
    return name + " (" + member.device().shortForm() + ")";
  }

  private static String at(Member member) {
    return member.selection().isEmpty() ? "" : " at " + where(member);
  }

  /** Where the cursor is, or what is selected. */
  static String where(Member member) {
    return member
        .selection()
        .map(
            s ->
                s.anchor() == s.head()
                    ? s.text() + " " + s.head()
                    : s.text() + " " + s.anchor() + "–" + s.head())
        .orElse("–");
  }

  static ObjectNode json(Member member) {
    ObjectNode json =
        Json.object()
            .put("name", member.name())
            .put("device", member.device().toString())
            .put("session", member.session())
            .put("idle", member.idle())
            .put("seen", Formats.utc(member.lastSeen()));
    member
        .selection()
        .ifPresent(
            s ->
                json.putObject("selection")
                    .put("text", s.text())
                    .put("anchor", s.anchor())
                    .put("head", s.head()));
    ObjectNode attributes = json.putObject("attributes");
    new TreeMap<>(member.attributes()).forEach(attributes::put);
    return json;
  }

  static ArrayNode json(List<Member> members, ObjectNode answer) {
    ArrayNode array = answer.putArray("members");
    members.forEach(member -> array.add(json(member)));
    return array;
  }
}
