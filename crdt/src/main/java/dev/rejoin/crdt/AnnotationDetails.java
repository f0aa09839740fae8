package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an annotation says. Immutable.
 *
 * @param author who made it, as they call themselves; empty if not known
 * @param createdMillis when, by the clock of the author; 0 if not known
 * @param replies in the order of the thread
 */
public record AnnotationDetails(
    String body,
    String author,
    long createdMillis,
    boolean resolved,
    SortedSet<String> tags,
    List<Reply> replies) {
  static final String BODY = "body";
  static final String AUTHOR = "author";
  static final String CREATED = "created";
  static final String STATUS = "status";
  static final String OPEN = "open";
  static final String RESOLVED = "resolved";
  static final String TAGS = "tags";
  static final String REPLIES = "replies";

  public AnnotationDetails {
    tags = ReadOnly.set(new TreeSet<>(tags));
    replies = List.copyOf(replies);
  }

  /**
   * One answer in the thread of an annotation. Immutable.
   *
   * @param id the element of the list of replies
   */
  public record Reply(OpId id, String body, String author, long createdMillis) {}

  /** Reads what an annotation holds; what has another type than expected reads as missing. */
  public static AnnotationDetails of(MapView details) {
    TreeSet<String> tags = new TreeSet<>();
    for (Value tag : details.set(TAGS).elements()) {
      if (tag instanceof Value.Str str) {
        tags.add(str.text());
      }
    }
    return new AnnotationDetails(
        details.text(BODY).content(),
        string(details, AUTHOR),
        created(details),
        string(details, STATUS).equals(RESOLVED),
        tags,
        replies(details.list(REPLIES)));
  }

  private static List<Reply> replies(ListView list) {
    List<Reply> replies = new ArrayList<>();
    List<ListItem> items = list.items();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).value() instanceof Value.Nested nested && nested.kind() == Kind.MAP) {
        MapView reply = list.map(i);
        String body = reply.text(BODY).content();
        replies.add(new Reply(items.get(i).element(), body, string(reply, AUTHOR), created(reply)));
      }
    }
    return replies;
  }

  private static String string(MapView map, String key) {
    return map.get(key).orElse(null) instanceof Value.Str str ? str.text() : "";
  }

  private static long created(MapView map) {
    return map.get(CREATED).orElse(null) instanceof Value.Int number ? number.number64() : 0;
  }
}
