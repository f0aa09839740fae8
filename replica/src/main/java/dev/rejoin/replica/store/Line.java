package dev.rejoin.replica.store;

import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceId;
import java.nio.ByteBuffer;

/**
 * How far the journal holds one replica's changes of a space. Immutable.
 *
 * @param number the local number of the replica
 * @param device whose key signs the line
 * @param to the last number held; the line is held from 1 without gaps
 */
public record Line(ReplicaId replica, int number, DeviceId device, long to, ChainHash hash) {
  /** The newest change as a head. */
  public Head head() {
    return new Head(new OpId(replica, to), hash.mark());
  }

  byte[] encode() {
    return ByteBuffer.allocate(72).putLong(to).put(hash.bytes()).put(device.bytes()).array();
  }

  static Line decode(ReplicaId replica, int number, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long to = buffer.getLong();
    byte[] hash = new byte[32];
    buffer.get(hash);
    byte[] device = new byte[32];
    buffer.get(device);
    return new Line(replica, number, DeviceId.of(device), to, ChainHash.of(hash));
  }
}
