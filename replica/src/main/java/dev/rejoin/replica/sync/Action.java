package dev.rejoin.replica.sync;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.replica.store.Cursor;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks its driver to do, in this order. Immutable.
 *
 * <p>The driver carries actions out one after the other; for {@link Take} it reports the result
 * back with {@link SyncSession#taken} before it feeds the next frame.
 */
public sealed interface Action {
  /** Send a frame. */
  record Send(Frame frame) implements Action {}

  /** The peer has proven who it is; frames may be large from now on. */
  record Ready(DeviceId peer, boolean relay, String software) implements Action {}

  /**
   * Take a batch into the journal of a space.
   *
   * @param n the peer's arrival number that this batch brings us to
   */
  record Take(SpaceId space, SignedBatch batch, @Nullable Cursor cursor, long n)
      implements Action {}

  /** The peer has fsynced everything up to our arrival number {@code n}. */
  record SaveAck(SpaceId space, long n) implements Action {}

  /** Everything of the peer's order up to here has been taken; null forgets the place. */
  record SaveCursor(SpaceId space, @Nullable Cursor cursor) implements Action {}

  /** A device behind the relay holds everything up to our arrival number {@code n}. */
  record Delivered(SpaceId space, DeviceId device, long n) implements Action {}

  /** The peer has opened a space with us. */
  record Opened(SpaceId space) implements Action {}

  /** The peer will not take a space, or one line of it. */
  record Refused(SpaceId space, ErrorCode code, String detail) implements Action {}

  /** A device shows itself in a space; not verified yet. */
  record Shown(PresenceEntry entry, long ageMillis) implements Action {}

  /** The peer does not know any more whether somebody is there. */
  record Hidden(PresenceEntry.Id id, long n) implements Action {}

  /** End the link; the frames before this were the last. */
  record Close(ErrorCode code, String detail) implements Action {}
}
