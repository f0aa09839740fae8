package dev.rejoin.replica.sync;

import dev.rejoin.replica.store.SpaceSource;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session knows of its own side. Safe for any thread; must not block on the network. */
public interface SyncStore {
  DeviceId device();

  byte[] sign(byte[] message);

  /** Whether this side stores for others. */
  boolean relay();

  /** Name and version, for people. */
  String software();

  /**
   * Content spaces that this side wants to sync when it opens a link; their control spaces follow.
   */
  List<SpaceId> wanted();

  /** A space that this side holds or wants, or null. */
  @Nullable SpaceSource find(SpaceId space);

  /**
   * A space that a peer opens here.
   *
   * @param control whether the peer says it is a control space
   * @param peerHasChanges whether the peer could bring it
   * @return null to deny it as unknown
   * @throws dev.rejoin.proto.ProtocolException to deny it with another code
   */
  @Nullable SpaceSource admit(SpaceId space, boolean control, boolean peerHasChanges);

  /**
   * What devices behind this side have acknowledged of a space, as arrival numbers of this side: a
   * peer that opens the space hears of it before it hears that it has everything.
   */
  default Map<DeviceId, Long> receipts(SpaceId space) {
    return Map.of();
  }
}
