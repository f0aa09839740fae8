package dev.rejoin.replica.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The strict verifier: what others accept and it must not. */
final class Ed25519Test {
  private static final byte[] MESSAGE = "rejoin".getBytes(StandardCharsets.US_ASCII);

  @Test
  void the_first_vector_of_the_standard_holds() {
    byte[] seed =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    DeviceKey key = DeviceKey.fromSeed(seed);
    byte[] signature = key.sign(new byte[0]);
    assertArrayEquals(
        HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
        key.id().bytes());
    assertTrue(HexFormat.of().formatHex(signature).startsWith("e5564300c360ac729086e2cc806e828a"));
    assertTrue(Ed25519.verify(key.id(), new byte[0], signature));
  }

  @Test
  void a_signature_of_another_length_message_or_key_is_refused() {
    DeviceKey key = DeviceKey.generate();
    byte[] signature = key.sign(MESSAGE);
    assertTrue(Ed25519.verify(key.id(), MESSAGE, signature));
    assertTrue(Ed25519.verify(key.id(), MESSAGE, signature), "with the remembered key, too");
    assertFalse(Ed25519.verify(key.id(), MESSAGE, Arrays.copyOf(signature, 65)));
    assertFalse(Ed25519.verify(key.id(), MESSAGE, Arrays.copyOf(signature, 63)));
    assertFalse(Ed25519.verify(key.id(), new byte[] {1}, signature));
    assertFalse(Ed25519.verify(DeviceKey.generate().id(), MESSAGE, signature));
    for (int i = 0; i < signature.length; i++) {
      byte[] flipped = signature.clone();
      flipped[i] ^= 1;
      assertFalse(Ed25519.verify(key.id(), MESSAGE, flipped), "byte " + i);
    }
  }

  @Test
  void an_s_above_the_group_order_is_refused() {
    DeviceKey key = DeviceKey.generate();
    byte[] signature = key.sign(MESSAGE);
    byte[] order =
        HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      int sum = (signature[32 + i] & 0xff) + (order[i] & 0xff) + carry;
      signature[32 + i] = (byte) sum;
      carry = sum >>> 8;
    }
    assertFalse(Ed25519.verify(key.id(), MESSAGE, signature));
  }

  @Test
  void keys_of_small_order_and_other_bad_points_are_refused() {
    for (String hex :
        new String[] {
          "0100000000000000000000000000000000000000000000000000000000000000", // identity
          "0000000000000000000000000000000000000000000000000000000000000000", // order 4
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // not canonical
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" // not canonical
        }) {
      byte[] key = HexFormat.of().parseHex(hex);
      assertFalse(Ed25519.isGoodKey(key), hex);
      byte[] zero = new byte[64];
      zero[0] = 1; // R is the identity and S is 0: "signs" anything for a careless verifier
      assertFalse(Ed25519.verify(DeviceId.of(key), MESSAGE, zero), hex);
    }
  }
}
