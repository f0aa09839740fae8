package dev.rejoin.replica.trust;

import java.util.HexFormat;

/** Names a device: its raw Ed25519 public key. Immutable; ordered as unsigned bytes. */
public final class DeviceId implements Comparable<DeviceId> {
  private final Bytes32 key;

  private DeviceId(Bytes32 key) {
    this.key = key;
  }

  /** Takes the 32 bytes of a public key; whether it is a good key shows when it verifies. */
  public static DeviceId of(byte[] publicKey) {
    return new DeviceId(new Bytes32(publicKey, "device id"));
  }

  public static DeviceId parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** The public key, as a fresh array. */
  public byte[] bytes() {
    return key.copy();
  }

  /** The first seven digits, for display only: never accepted as a name. */
  public String shortForm() {
    return key.hex().substring(0, 7);
  }

  @Override
  public int compareTo(DeviceId other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceId id && key.equals(id.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** The 64 hexadecimal digits. */
  @Override
  public String toString() {
    return key.hex();
  }
}
