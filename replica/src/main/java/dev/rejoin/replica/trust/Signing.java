package dev.rejoin.replica.trust;

import dev.rejoin.crdt.ReplicaId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The messages that devices sign, and the rules that tie ids to keys. Stateless. */
public final class Signing {
  private static final byte[] REPLICA = Hashing.domain("");
  private static final byte[] HEAD = Hashing.domain("rejoin/head/1");
  private static final byte[] PRESENCE = Hashing.domain("rejoin/presence/1");
  private static final byte[] HELLO = Hashing.domain("rejoin/hello/1");

  private static final byte[] TEMPLATE = Hashing.domain("rejoin/template/1");

  private Signing() {}

  /**
   * The key that everybody derives alike who puts the same content into the same document, which
   * the body names. It says nothing about who did, and whoever knows the content has it.
   *
   * @param to how many numbers the change takes
   */
  static DeviceKey templateKey(SpaceId space, long to, byte[] body) {
    byte[] atoms = ByteBuffer.allocate(Long.BYTES).putLong(to).array();
    return DeviceKey.fromSeed(Hashing.sha256(TEMPLATE, space.bytes(), atoms, Hashing.sha256(body)));
  }

  /** The id of the replica that a device founds with 16 random bytes. */
  public static ReplicaId replicaId(DeviceId device, byte[] salt) {
    byte[] hash = Hashing.sha256(REPLICA, device.bytes(), salt);
    return ReplicaId.of(Arrays.copyOf(hash, ReplicaId.SIZE_BYTES));
  }

  /** What vouches for the change that ends in {@code to} and all before it on its line. */
  public static byte[] head(SpaceId space, ReplicaId replica, long to, ChainHash hash) {
    ByteBuffer message = ByteBuffer.allocate(HEAD.length + 32 + 16 + 8 + 32);
    message.put(HEAD).put(space.bytes()).put(replica.bytes()).putLong(to).put(hash.bytes());
    return message.array();
  }

  /**
   * What a device signs to show itself in a space.
   *
   * @param key 16 bytes
   */
  public static byte[] presence(SpaceId space, DeviceId device, byte[] key, long n, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(PRESENCE.length + 32 + 32 + 16 + 8 + 32);
    message.put(PRESENCE).put(space.bytes()).put(device.bytes()).put(key).putLong(n);
    message.put(Hashing.sha256(body));
    return message.array();
  }

  /** What a side of a link signs to prove that it holds its device key. */
  public static byte[] hello(
      boolean initiator, byte[] theirNonce, DeviceId initiatorId, DeviceId acceptorId) {
    ByteBuffer message = ByteBuffer.allocate(HELLO.length + 1 + theirNonce.length + 64);
    message.put(HELLO).put((byte) (initiator ? 1 : 2)).put(theirNonce);
    message.put(initiatorId.bytes()).put(acceptorId.bytes());
    return message.array();
  }
}
