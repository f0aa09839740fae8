package dev.rejoin.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.PresenceAnchor;
import dev.rejoin.proto.v1.PresenceSelection;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * The first byte says how the rest is protected, so that a later version can seal it: the signature is
 * over the bytes as they travel, and no relay looks into them.
 */
/** What members show each other, as bytes. */
final class PresenceBody {
  private static final byte CLEAR = 0;

  private PresenceBody() {}

  /** A selection that follows the text. */
  record Anchored(String text, Anchor anchor, Anchor head) {}

  /** What is shown. */
  record Shown(
      String document,
      String name,
      long unchangedMillis,
      Optional<Anchored> selection,
      SortedMap<String, String> attributes) {
    Shown unchanged(long millis) {
      return new Shown(document, name, millis, selection, attributes);
    }

    /**
     * The bytes.
     *
     * @throws RejoinException PRESENCE_TOO_LARGE
     */
    byte[] write() {
      var body =
          dev.rejoin.proto.v1.PresenceBody.newBuilder()
              .setDocument(document)
              .setName(name)
              .setUnchangedMillis(unchangedMillis)
              .putAllAttributes(attributes);
      selection.ifPresent(at -> body.setSelection(PresenceBody.write(at)));
      byte[] message = body.build().toByteArray();
      int size = message.length + 1;
      if (size + 16 > Limits.MAX_PRESENCE_BYTES) { // times that grow, and a seal, need room as well
        throw new RejoinException(
            ErrorCode.PRESENCE_TOO_LARGE,
            "what is shown takes " + size + " bytes of " + Limits.MAX_PRESENCE_BYTES);
      }
      byte[] bytes = new byte[size];
      bytes[0] = CLEAR;
      System.arraycopy(message, 0, bytes, 1, message.length);
      return bytes;
    }
  }

  private static PresenceSelection write(Anchored at) {
    return PresenceSelection.newBuilder()
        .setText(at.text())
        .setAnchor(write(at.anchor()))
        .setHead(write(at.head()))
        .build();
  }

  private static PresenceAnchor write(Anchor anchor) {
    PresenceAnchor.Builder out = PresenceAnchor.newBuilder().setAfter(anchor.bias() == Bias.AFTER);
    OpId atom = anchor.atom();
    if (atom != null) {
      out.setReplica(ByteString.copyFrom(atom.replica().bytes())).setSeq(atom.seq());
    }
    return out.build();
  }

  /** Reads what another device shows; null if that cannot be read here. */
  static @Nullable Shown read(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != CLEAR) {
      return null;
    }
    try {
      var body =
          dev.rejoin.proto.v1.PresenceBody.parseFrom(Arrays.copyOfRange(bytes, 1, bytes.length));
      Map<String, String> attributes = body.getAttributesMap();
      Optional<Anchored> selection =
          body.hasSelection() ? Optional.of(read(body.getSelection())) : Optional.empty();
      return new Shown(
          body.getDocument(),
          body.getName(),
          Math.max(0, Math.min(body.getUnchangedMillis(), Long.MAX_VALUE / 2)),
          selection,
          new TreeMap<>(attributes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Anchored read(PresenceSelection selection) {
    return new Anchored(
        selection.getText(), read(selection.getAnchor()), read(selection.getHead()));
  }

  private static Anchor read(PresenceAnchor anchor) {
    Bias bias = anchor.getAfter() ? Bias.AFTER : Bias.BEFORE;
    if (anchor.getReplica().isEmpty()) {
      return new Anchor(null, bias);
    }
    return new Anchor(
        new OpId(ReplicaId.of(anchor.getReplica().toByteArray()), anchor.getSeq()), bias);
  }
}
