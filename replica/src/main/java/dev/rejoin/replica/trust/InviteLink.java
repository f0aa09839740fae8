package dev.rejoin.replica.trust;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Invite;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What one device hands to another so that it can join a space: {@code rejoin:join/...} text.
 *
 * <p>Holds the id of the space and addresses where it can be found; a check sum catches a mistyped
 * or cut link. Whoever has the link can join. Immutable.
 *
 * @param addresses {@code host:port} of relays or peers, may be empty
 */
public record InviteLink(SpaceId space, List<String> addresses) {
  private static final String PREFIX = "rejoin:join/";
  private static final byte[] CHECK = Hashing.domain("rejoin/invite/1");
  private static final int CHECK_BYTES = 4;

  public InviteLink {
    addresses = List.copyOf(addresses);
  }

  /** The text form. */
  public String text() {
    byte[] body =
        Invite.newBuilder()
            .setVersion(1)
            .setSpace(ByteString.copyFrom(space.bytes()))
            .addAllAddress(addresses)
            .build()
            .toByteArray();
    byte[] all = Arrays.copyOf(body, body.length + CHECK_BYTES);
    System.arraycopy(check(body), 0, all, body.length, CHECK_BYTES);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * Reads the text form.
   *
   * @throws RejoinException BAD_INVITE if it is not an invite, or was cut or mistyped
   */
  public static InviteLink parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith(PREFIX)) {
      throw bad("it does not start with '" + PREFIX + "'");
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(trimmed.substring(PREFIX.length()));
      int split = all.length - CHECK_BYTES;
      if (split < 1) {
        throw bad("it is cut short");
      }
      byte[] body = Arrays.copyOf(all, split);
      if (!Arrays.equals(check(body), Arrays.copyOfRange(all, split, all.length))) {
        throw bad("a letter is wrong or missing");
      }
      Invite invite = Invite.parseFrom(body);
      if (invite.getVersion() != 1) {
        throw new RejoinException(
            ErrorCode.VERSION_TOO_NEW, "the invite was made by a newer version");
      }
      return new InviteLink(SpaceId.of(invite.getSpace().toByteArray()), invite.getAddressList());
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      throw bad("it is not readable");
    }
  }

  private static byte[] check(byte[] body) {
    return Arrays.copyOf(Hashing.sha256(CHECK, body), CHECK_BYTES);
  }

  private static RejoinException bad(String why) {
    return new RejoinException(ErrorCode.BAD_INVITE, "the invite cannot be used: " + why);
  }
}
