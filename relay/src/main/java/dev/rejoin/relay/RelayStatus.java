package dev.rejoin.relay;

import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.List;

/**
 * What a relay holds and does at one moment. Immutable.
 *
 * @param storeBytes bytes of the store on disk, -1 if they could not be counted
 * @param fsyncGroups how many groups of writes have been fsynced since the start
 */
public record RelayStatus(
    DeviceId device,
    int port,
    List<SpaceStatus> spaces,
    List<LinkStatus> links,
    long storeBytes,
    long fsyncGroups) {
  public RelayStatus {
    spaces = List.copyOf(spaces);
    links = List.copyOf(links);
  }

  /**
   * One space.
   *
   * @param control whether it is a control space
   * @param lines how many replicas have written in it
   * @param changes how many changes it holds, which is also its newest arrival number
   * @param durable its newest arrival number that survives a power cut
   * @param bytes bytes of its changes
   * @param links how many links have it open
   */
  public record SpaceStatus(
      SpaceId space,
      boolean control,
      int lines,
      long changes,
      long durable,
      long bytes,
      int links) {}

  /** One link; bytes are those on the wire. */
  public record LinkStatus(DeviceId peer, String address, long sentBytes, long receivedBytes) {}
}
