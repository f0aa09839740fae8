package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import java.io.IOException;
import java.util.List;

/**
 * Many changes of one document as one bundle, to store or exchange a whole history; docs/bundle.md
 * is the specification.
 *
 * <p>A bundle holds what changes mean, in columns over all of them, and is many times smaller than
 * their bytes one after the other. It does not hold those bytes, so what is hashed and signed is
 * not in it. Stateless and safe for use by several threads. Linear time; decoding throws {@link
 * ProtocolException} for anything that is not a valid bundle, and nothing else. Decoded ops may be
 * fewer than those that were encoded, as {@link ChangeCodec} says.
 */
public final class BundleCodec {
  static final int VERSION = 1;

  /** With three more sections, where a change says something about a schema. */
  static final int VERSION_WITH_SCHEMA = 2;

  private BundleCodec() {}

  /** The bundle of these changes, compressed; see {@link #encode(List, boolean)}. */
  public static byte[] encode(List<Change> changes) {
    return encode(changes, true);
  }

  /**
   * The bundle of these changes, in this order.
   *
   * @param changes at least one, all of one document, those of a replica in the order of its line
   * @param compressed whether to deflate it; readers take both forms
   * @throws IllegalArgumentException if the changes are none, of several documents or out of order
   * @throws RejoinException CHANGE_TOO_LARGE if readers would refuse it
   */
  public static byte[] encode(List<Change> changes, boolean compressed) {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("a bundle has at least one change");
    }
    return new BundleWriter(compressed).write(changes);
  }

  /** The changes of a bundle, in the order in which they were encoded. */
  public static List<Change> decode(byte[] bundle) {
    try {
      return new BundleReader(bundle).read();
    } catch (IOException | IllegalArgumentException e) {
      throw Parsing.malformed("bundle", e);
    }
  }
}
