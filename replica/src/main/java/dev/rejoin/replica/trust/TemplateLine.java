package dev.rejoin.replica.trust;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import java.util.Arrays;
import java.util.List;

/*
 * Implementation notes. Whoever knows the content can sign for the line of a template. If that were
 * all, one member could put other bytes there and show them to some only: a fork, behind which those
 * would never see what is built on the real template. So the line has room for one change, and its key
 * follows from that change's bytes: other bytes are another line. The salt tells such lines from all
 * others; that of a device is random.
 */
/** The rule for lines that hold a template: one change each, and no other. Stateless. */
public final class TemplateLine {
  private static final byte[] SALT = new byte[16];

  private TemplateLine() {}

  /** The key of a template, which everybody derives alike who makes it. */
  public static DeviceKey key(SpaceId space, byte[] change) {
    ChangeCodec.Envelope envelope = ChangeCodec.envelope(change);
    return Signing.templateKey(space, envelope.header().to(), envelope.body());
  }

  /** The line that this key signs. */
  public static ReplicaId replica(DeviceId device) {
    return Signing.replicaId(device, SALT);
  }

  /** The one change of a line, from the same change without its device. */
  public static byte[] change(DeviceId device, byte[] change) {
    ChangeCodec.Envelope envelope = ChangeCodec.envelope(change);
    return write(device, envelope.header().to(), envelope.body());
  }

  private static byte[] write(DeviceId device, long to, byte[] body) {
    var header = new ChangeCodec.Header(1, to, 0, ChangeCodec.ANY, List.of(), device.bytes(), SALT);
    return ChangeCodec.write(new ChangeCodec.Envelope(header, body));
  }

  /**
   * Checks changes that are about to enter a line, if it is that of a template. O(bytes) for those,
   * one hash for all others.
   *
   * @throws ProtocolException BAD_SIGNATURE if they are not what the line stands for
   */
  public static void check(
      SpaceId space, ReplicaId replica, DeviceId device, List<byte[]> changes) {
    if (!replica(device).equals(replica)) {
      return;
    }
    byte[] first = changes.get(0);
    ChangeCodec.Envelope envelope = ChangeCodec.envelope(first);
    boolean genuine =
        changes.size() == 1
            && envelope.header().from() == 1
            && key(space, first).id().equals(device)
            && Arrays.equals(first, write(device, envelope.header().to(), envelope.body()));
    if (!genuine) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE, "the line of a template holds its one change and no other");
    }
  }
}
