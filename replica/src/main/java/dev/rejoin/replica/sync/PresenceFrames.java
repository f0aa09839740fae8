package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Presence;
import dev.rejoin.proto.v1.PresenceGone;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Presence as it travels. What is malformed is ignored: it must never end a link. */
final class PresenceFrames {
  private PresenceFrames() {}

  /** Reads a frame of a peer that numbers its spaces like this. */
  static void read(Frame frame, Map<Integer, SpaceId> spaces, List<Action> out) {
    if (frame.hasPresence()) {
      Presence shown = frame.getPresence();
      SpaceId space = spaces.get(shown.getNumber());
      if (space != null && isId(shown.getDevice(), shown.getKey(), shown.getN())) {
        PresenceEntry entry =
            new PresenceEntry(
                id(space, shown.getDevice(), shown.getKey()),
                shown.getN(),
                shown.getBody().toByteArray(),
                shown.getSignature().toByteArray());
        out.add(new Action.Shown(entry, Integer.toUnsignedLong(shown.getAgeMillis())));
      }
    } else {
      PresenceGone gone = frame.getPresenceGone();
      SpaceId space = spaces.get(gone.getNumber());
      if (space != null && isId(gone.getDevice(), gone.getKey(), gone.getN())) {
        out.add(new Action.Hidden(id(space, gone.getDevice(), gone.getKey()), gone.getN()));
      }
    }
  }

  private static boolean isId(ByteString device, ByteString key, long n) {
    return device.size() == 32 && key.size() == 16 && n > 0;
  }

  private static PresenceEntry.Id id(SpaceId space, ByteString device, ByteString key) {
    ByteBuffer bytes = key.asReadOnlyByteBuffer();
    UUID uuid = new UUID(bytes.getLong(), bytes.getLong());
    return new PresenceEntry.Id(space, DeviceId.of(device.toByteArray()), uuid);
  }

  /** Sends what is due in a space, if the peer lets us into it. */
  static void send(PresenceBoard.Due due, @Nullable SpaceSync space, List<Action> out) {
    if (space != null && !space.isDenied()) {
      out.add(new Action.Send(write(due, space.number())));
    }
  }

  private static Frame write(PresenceBoard.Due due, int number) {
    ByteString device = ByteString.copyFrom(due.id().device().bytes());
    ByteString key = ByteString.copyFrom(due.id().keyBytes());
    PresenceEntry entry = due.entry();
    Frame.Builder frame = Frame.newBuilder().setSkippable(true);
    if (entry == null) {
      return frame
          .setPresenceGone(
              PresenceGone.newBuilder()
                  .setNumber(number)
                  .setDevice(device)
                  .setKey(key)
                  .setN(due.n()))
          .build();
    }
    return frame
        .setPresence(
            Presence.newBuilder()
                .setNumber(number)
                .setDevice(device)
                .setKey(key)
                .setN(entry.n())
                .setBody(ByteString.copyFrom(entry.body()))
                .setSignature(ByteString.copyFrom(entry.signature()))
                .setAgeMillis((int) due.ageMillis()))
        .build();
  }
}
