package dev.rejoin.replica.trust;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * Ed25519 verifiers disagree about odd keys and signatures (the identity point, small-order and
 * non-canonical keys, trailing bytes), and two peers that disagree would keep different histories. So
 * this is the only place that verifies anything: 64 bytes exactly, S below the group order, A and R
 * canonical, A of full order. The arithmetic is BouncyCastle's low-level code, the same on every
 * platform, never a provider that the runtime picks.
 */
/** The one strict Ed25519 verifier (RFC 8032). Stateless. */
public final class Ed25519 {
  /** Length of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  /** Most checked keys that are remembered; a device seldom meets more. */
  private static final int MAX_CHECKED = 1_024;

  /**
   * Keys that were found good, as points: checking one costs nearly as much as verifying with it.
   */
  private static final Map<DeviceId, PublicPoint> CHECKED = new ConcurrentHashMap<>();

  private Ed25519() {}

  /** Whether {@code signature} over {@code message} is good under {@code signer}'s key. */
  public static boolean verify(DeviceId signer, byte[] message, byte[] signature) {
    PublicPoint key = CHECKED.get(signer);
    if (key == null) {
      key = org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(signer.bytes(), 0);
      if (key == null) {
        return false;
      }
      remember(signer, key);
    }
    return signature.length == SIGNATURE_BYTES
        && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
            signature, 0, key, message, 0, message.length);
  }

  private static void remember(DeviceId signer, PublicPoint key) {
    if (CHECKED.size() >= MAX_CHECKED) {
      CHECKED.clear(); // only a cache: strangers may empty it, never change an answer
    }
    CHECKED.put(signer, key);
  }

  /** Whether the bytes are a canonical point of full order. */
  public static boolean isGoodKey(byte @Nullable [] key) {
    return key != null
        && key.length == 32
        && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(key, 0);
  }
}
