package dev.rejoin.replica.sync;

import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.Ed25519;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a device shows of itself in a space for the moment, signed by it. Treat arrays as read only.
 *
 * @param n grows with everything that is said under the id; begins at the clock of the device
 * @param body empty if it is shown no more; relays do not read it
 */
public record PresenceEntry(Id id, long n, byte[] body, byte[] signature) {
  /**
   * What a newer entry replaces.
   *
   * @param key chosen at random by the device for one document of one running replica
   */
  public record Id(SpaceId space, DeviceId device, UUID key) {
    byte[] keyBytes() {
      return ByteBuffer.allocate(16)
          .putLong(key.getMostSignificantBits())
          .putLong(key.getLeastSignificantBits())
          .array();
    }
  }

  /** Signs; used with {@link java.security.SecureRandom random} keys only. */
  public interface Signer {
    byte[] sign(byte[] message);
  }

  /** An entry of this device. */
  public static PresenceEntry sign(Id id, long n, byte[] body, Signer signer) {
    byte[] message = Signing.presence(id.space(), id.device(), id.keyBytes(), n, body);
    return new PresenceEntry(id, n, body, signer.sign(message));
  }

  /** Whether nothing is shown any more. */
  public boolean isFarewell() {
    return body.length == 0;
  }

  boolean isGenuine() {
    byte[] message = Signing.presence(id.space(), id.device(), id.keyBytes(), n, body);
    return Ed25519.verify(id.device(), message, signature);
  }

  /** About how much memory it takes. */
  long bytes() {
    return 512L + body.length;
  }
}
