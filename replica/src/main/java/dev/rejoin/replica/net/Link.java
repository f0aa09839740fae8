package dev.rejoin.replica.net;

import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to a peer or relay, with the session that runs on it. Safe for any thread. */
public interface Link extends AutoCloseable {
  /** Who is at the other end; null until it has proven that. */
  @Nullable DeviceId peer();

  boolean peerIsRelay();

  /** The address of the other end, for people. */
  String address();

  /** The newest progress of each space, in the order of ids; immutable. */
  List<SpaceProgress> progress();

  /** Whether every wanted space is open with nothing left to send or get. */
  boolean settled();

  /** Bytes sent and received on the wire so far. */
  long sentBytes();

  long receivedBytes();

  /** The host wants more spaces than before. */
  void wantedChanged();

  /** Tells the peer that a device holds everything up to our arrival number {@code n}. */
  void receipt(SpaceId space, DeviceId device, long n);

  /** The board of the host has something for the peer. */
  void presenceDue();

  /** Ends the link; idempotent, does not wait. */
  @Override
  void close();
}
