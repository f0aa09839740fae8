package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.ReplicaId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes as bytes and back; change.proto is the specification.
 *
 * <p>Stateless and safe for use by several threads; {@link ChangeEncoder} and {@link ChangeDecoder}
 * are faster where many changes follow each other. Decoding throws {@link ProtocolException} for
 * anything that is not a valid change, and nothing else. Decoded ops may be fewer than those that
 * were encoded, because insertions that continue each other become one; numbers and effect are the
 * same. The exact bytes are what is hashed, stored and relayed: never encode a decoded change again
 * to send it.
 */
public final class ChangeCodec {
  /** Op class of a change that needs the role to write. */
  public static final int ANY = 0;

  /** Op class of a change that holds comments only. */
  public static final int COMMENT = 1;

  /** Op class of a control record. */
  public static final int CONTROL = 2;

  private ChangeCodec() {}

  /**
   * The part of a change that a relay reads.
   *
   * <p>Immutable. Device and salt are there together or not at all, and only where {@code from} is
   * 1; whether they must be there is for the caller to judge.
   *
   * @param key number of the key that the body is sealed with, 0 for a clear body
   * @param opClass {@link #ANY}, {@link #COMMENT}, {@link #CONTROL}, or one that a newer version
   *     made
   * @param controlHeads heads of the control space, where they moved since the line's previous
   *     change
   */
  public record Header(
      long from,
      long to,
      int key,
      int opClass,
      List<Head> controlHeads,
      byte @Nullable [] device,
      byte @Nullable [] salt) {
    public Header {
      Envelopes.checkHeader(from, to, key, opClass, controlHeads, device, salt);
      controlHeads = List.copyOf(controlHeads);
      device = device == null ? null : device.clone();
      salt = salt == null ? null : salt.clone();
    }

    /** The header of a clear change in the middle of a line that says no more than its numbers. */
    public static Header of(long from, long to) {
      return new Header(from, to, 0, ANY, List.of(), null, null);
    }

    boolean hasDevice() {
      return device != null;
    }

    @Override
    public byte @Nullable [] device() {
      return device == null ? null : device.clone();
    }

    @Override
    public byte @Nullable [] salt() {
      return salt == null ? null : salt.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Header h
          && from == h.from
          && to == h.to
          && key == h.key
          && opClass == h.opClass
          && controlHeads.equals(h.controlHeads)
          && Arrays.equals(device, h.device)
          && Arrays.equals(salt, h.salt);
    }

    @Override
    public int hashCode() {
      return Objects.hash(from, to, key, opClass, controlHeads);
    }
  }

  /** A header and the bytes of the body, clear or sealed; the bytes are not copied. */
  public record Envelope(Header header, byte[] body) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Envelope e && header.equals(e.header) && Arrays.equals(body, e.body);
    }

    @Override
    public int hashCode() {
      return 31 * header.hashCode() + Arrays.hashCode(body);
    }
  }

  /**
   * The body of a change of the control space.
   *
   * @param previous the last number of the replica's previous change in the control space
   * @param record the exact bytes of a ControlRecord; not copied
   */
  public record ControlBody(
      Heads deps, long previous, long lamport, long timeMillis, byte[] record) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ControlBody b
          && deps.equals(b.deps)
          && previous == b.previous
          && lamport == b.lamport
          && timeMillis == b.timeMillis
          && Arrays.equals(record, b.record);
    }

    @Override
    public int hashCode() {
      return Objects.hash(deps, previous, lamport, timeMillis, Arrays.hashCode(record));
    }
  }

  /**
   * The bytes of a change with a clear body.
   *
   * @throws IllegalArgumentException if header and change disagree, or the header names a key
   * @throws RejoinException CHANGE_TOO_LARGE if readers would refuse it
   */
  public static byte[] encode(Change change, Header header) {
    return new ChangeEncoder().encode(change, header);
  }

  /**
   * The bytes of a change with a clear body that is never compressed, so that they are the same
   * wherever they are made: compressors differ in their bytes. See {@link #encode}.
   */
  public static byte[] encodePlain(Change change, Header header) {
    return new ChangeEncoder().encodePlain(change, header);
  }

  /** The clear body of a change, to be sealed; see {@link #encode}. */
  public static byte[] encodeBody(Change change, Header header) {
    return new ChangeEncoder().encodeBody(change, header);
  }

  /**
   * The bytes of a change that carries a control record, with a clear body; see {@link #encode}.
   */
  public static byte[] encodeControl(Header header, ControlBody body) {
    return new ChangeEncoder().encodeControl(header, body);
  }

  /** The bytes of header and body. */
  public static byte[] write(Envelope envelope) {
    return Envelopes.write(envelope);
  }

  /** The header of a change, without looking into its body. */
  public static Header header(byte[] change) {
    return Envelopes.read(change).header();
  }

  /** Header and body of a change, the body as it is there. */
  public static Envelope envelope(byte[] change) {
    Envelopes.Parts parts = Envelopes.read(change);
    byte[] body = Arrays.copyOfRange(change, parts.bodyFrom(), parts.bodyTo());
    return new Envelope(parts.header(), body);
  }

  /** The change that the bytes hold; its body must be clear. */
  public static Change decode(ReplicaId replica, byte[] change) {
    return new ChangeDecoder().decode(replica, change);
  }

  /** The change with this header and this clear body. */
  public static Change decodeBody(ReplicaId replica, Header header, byte[] body) {
    return new ChangeDecoder().decodeBody(replica, header, body);
  }

  /** The control record and its causes that the bytes hold; its body must be clear. */
  public static ControlBody decodeControl(ReplicaId replica, byte[] change) {
    return new ChangeDecoder().decodeControl(replica, change);
  }

  /**
   * The ops of an open row as bytes: a message Body with nothing but rows, not compressed.
   *
   * @param from the number of the first atom
   * @throws RejoinException CHANGE_TOO_LARGE if readers would refuse it
   */
  public static byte[] encodeOps(ReplicaId replica, long from, List<Op> ops) {
    return new ChangeEncoder().encodeOps(replica, from, ops);
  }

  /** The ops that {@link #encodeOps} wrote. */
  public static List<Op> decodeOps(ReplicaId replica, long from, byte[] rows) {
    return new ChangeDecoder().decodeOps(replica, from, rows);
  }

  /**
   * An estimate from above: {@link #encodeOps} takes at most 64 bytes more for these ops, wherever
   * they stand. The estimates of two lists add up to at least that of both together. Linear time.
   */
  public static int estimateBytes(List<Op> ops) {
    return Sizes.estimate(ops);
  }

  static RejoinException tooLarge(long bytes) {
    return new RejoinException(
        ErrorCode.CHANGE_TOO_LARGE,
        "the ops of a change take at most " + Limits.MAX_BODY_BYTES + " bytes, not " + bytes);
  }

  static void checkClear(Header header) {
    if (header.key() != 0) {
      throw new IllegalArgumentException(
          "a clear body has key 0, not " + header.key() + "; seal the body and use write");
    }
  }

  static void checkOpen(Header header) {
    if (header.key() != 0) {
      throw new ProtocolException(
          ErrorCode.NEWER_FORMAT, "the body is sealed with key " + header.key());
    }
  }
}
