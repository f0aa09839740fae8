package dev.rejoin.replica.trust;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The Ed25519 key of this device, kept in a file that only its owner may read.
 *
 * <p>The file holds one line: a format word and the 32-byte seed in hexadecimal. Immutable and safe
 * for any thread.
 */
public final class DeviceKey {
  private static final String FORMAT = "rejoin-device-key-1 ";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] seed;
  private final DeviceId id;

  private DeviceKey(byte[] seed) {
    this.seed = seed;
    byte[] publicKey = new byte[32];
    org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    this.id = DeviceId.of(publicKey);
  }

  /** A new key from the system's secure randomness. */
  public static DeviceKey generate() {
    return fromSeed(randomBytes(32));
  }

  /** The key with this seed; for tests and simulations, which must repeat. */
  public static DeviceKey fromSeed(byte[] seed) {
    if (seed.length != 32) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new DeviceKey(seed.clone());
  }

  /**
   * Reads the key from its file, or makes one there.
   *
   * @throws RejoinException KEY_FILE_EXPOSED if others may read the file, STORE_DAMAGED if it does
   *     not hold a key
   */
  public static DeviceKey loadOrCreate(Path file) {
    try {
      return Files.exists(file) ? load(file) : create(file);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED, "cannot read the device key " + file + ": " + e.getMessage(), e);
    }
  }

  private static DeviceKey load(Path file) throws IOException {
    if (isPosix(file)) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.GROUP_READ)) {
        throw new RejoinException(
            ErrorCode.KEY_FILE_EXPOSED, "others may read the device key " + file);
      }
    }
    String line = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!line.matches(FORMAT + "[0-9a-f]{64}")) {
      throw new RejoinException(ErrorCode.STORE_DAMAGED, file + " does not hold a device key");
    }
    return fromSeed(HexFormat.of().parseHex(line.substring(FORMAT.length())));
  }

  private static DeviceKey create(Path file) throws IOException {
    DeviceKey key = generate();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (isPosix(file.toAbsolutePath().getParent())) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(fresh, FORMAT + HexFormat.of().formatHex(key.seed) + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  /** Fresh random bytes for nonces, salts and epochs. */
  public static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  public DeviceId id() {
    return id;
  }

  /** A signature of 64 bytes over {@code message}. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_BYTES];
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
