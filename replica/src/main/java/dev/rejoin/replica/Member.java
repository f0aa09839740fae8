package dev.rejoin.replica;

import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who has a document open. Immutable.
 *
 * @param device who signed it: this cannot be made up by others
 * @param session tells several replicas, or restarts, of one device apart
 * @param name what the device calls its user; it can say anything
 * @param attributes what else it shows
 * @param selection where its cursor is; empty if it shows none, or where that is has not come yet
 * @param idle whether it has changed nothing for a minute
 * @param lastSeen when it last gave a sign of life, by the clock of this device
 */
public record Member(
    DeviceId device,
    String session,
    String name,
    Map<String, String> attributes,
    Optional<Selection> selection,
    boolean idle,
    Instant lastSeen) {
  static final Comparator<Member> ORDER =
      Comparator.comparing(Member::device).thenComparing(Member::session);

  /**
   * A cursor, or a selection, in a text.
   *
   * @param anchor where it began
   * @param head where the cursor is; {@code anchor} if nothing is selected
   */
  public record Selection(String text, int anchor, int head) {}

  public Member {
    attributes = Map.copyOf(attributes);
  }

  /** The same, however long ago it was seen. */
  Member timeless() {
    return new Member(device, session, name, attributes, selection, idle, Instant.EPOCH);
  }
}
