package dev.rejoin.relay;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.SpaceId;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * Nobody has to say which ids are control spaces. The id of a space is a hash of its genesis record and
 * the id of its control space a hash of that, so an id is a content space exactly if the journal of its
 * control space holds a genesis, and no genesis fits a control space whose own control space has one.
 */
/** Which spaces a relay keeps. Safe for any thread. */
final class RelaySpaces {
  private final Store store;

  /** Guarded by this: control spaces that were announced and have no genesis yet. */
  private final Set<SpaceId> unfounded = new TreeSet<>();

  private RelaySpaces(Store store) {
    this.store = store;
  }

  static RelaySpaces of(Store store) {
    RelaySpaces spaces = new RelaySpaces(store);
    for (SpaceJournal journal : store.journals()) {
      if (journal.lines().isEmpty() && !spaces.isContent(journal.id())) {
        spaces.unfounded.add(journal.id());
      }
    }
    return spaces;
  }

  /** Whether a space holds content, whose control space is known. */
  boolean isContent(SpaceId id) {
    return isFounded(id.control());
  }

  private boolean isFounded(SpaceId control) {
    SpaceJournal journal = store.find(control);
    return journal != null && !journal.lines().isEmpty();
  }

  /**
   * The journal of a space that a peer opens, or null to deny it.
   *
   * @throws ProtocolException TOO_MANY_SPACES
   */
  @Nullable SpaceJournal admit(SpaceId id, boolean control, boolean peerHasChanges) {
    if (!control) {
      return isContent(id) ? make(id) : null;
    }
    if (isContent(id)) {
      return null;
    }
    return isFounded(id) ? store.find(id) : peerHasChanges ? announce(id) : null;
  }

  private synchronized SpaceJournal announce(SpaceId id) {
    if (!unfounded.contains(id) && unfounded.size() >= RelayLimits.MAX_UNFOUNDED) {
      throw new ProtocolException(
          ErrorCode.TOO_MANY_SPACES,
          "the relay waits for the opening record of " + unfounded.size() + " spaces already");
    }
    SpaceJournal journal = make(id);
    unfounded.add(id);
    return journal;
  }

  private SpaceJournal make(SpaceId id) {
    SpaceJournal known = store.find(id);
    if (known == null && store.journals().size() >= RelayLimits.MAX_SPACES) {
      throw new ProtocolException(
          ErrorCode.TOO_MANY_SPACES, "the relay holds " + RelayLimits.MAX_SPACES + " spaces");
    }
    return known == null ? store.journal(id) : known;
  }

  /** Changes of a space have come. */
  synchronized void grew(SpaceId id) {
    unfounded.remove(id);
  }
}
