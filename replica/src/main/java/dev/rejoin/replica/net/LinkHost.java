package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.store.Intake;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.sync.PresenceBoard;
import dev.rejoin.replica.sync.SyncStore;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * The side that links belong to: a replica or a relay.
 *
 * <p>The callbacks come on a link's own thread, in order for each link, never under a lock; they
 * must be quick and must not throw.
 */
public interface LinkHost extends SyncStore {
  Store store();

  Intake intake();

  /** What is shown for the moment by this host and by whom it hears of. */
  PresenceBoard<Link> presence();

  /** Time passes, told by each link four times a second; milliseconds that never go back. */
  default void tick(long nowMillis) {
    presence().tick(nowMillis);
  }

  /** The journal behind a space that a session has opened. */
  @Nullable SpaceJournal journal(SpaceId space);

  /** The peer has proven who it is. */
  void linkReady(Link link);

  /** The link has ended; {@code code} says why. */
  void linkClosed(Link link, ErrorCode code, String detail);

  /** The peer has opened a space on this link. */
  void opened(Link link, SpaceId space);

  /** Changes of a space have entered the journal over this link. */
  void took(Link link, SpaceId space);

  /** The peer has fsynced everything up to our arrival number {@code n}; it is already noted. */
  void acked(Link link, SpaceId space, long n);

  /** A device behind this link's relay holds everything up to our arrival number {@code n}. */
  void delivered(Link link, SpaceId space, DeviceId device, long n);

  /** The peer refuses a space or a line of it. */
  void refused(Link link, SpaceId space, ErrorCode code, String detail);

  /** Something moved; see {@link Link#progress}. */
  void progressed(Link link);
}
