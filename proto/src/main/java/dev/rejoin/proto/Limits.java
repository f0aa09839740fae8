package dev.rejoin.proto;

/** Every limit of this module, in one place. Sizes are bytes. */
public final class Limits {
  /** Largest frame before the other side has proved who it is. */
  public static final int MAX_FRAME_BYTES_BEFORE_AUTH = 16 * 1_024;

  /** Largest frame. */
  public static final int MAX_FRAME_BYTES = 1_024 * 1_024;

  /** Most bytes of changes in one batch. */
  public static final int MAX_BATCH_BYTES = 256 * 1_024;

  /** Most changes in one batch. */
  public static final int MAX_CHANGES_PER_BATCH = 4_096;

  /** Most entries of a version vector. */
  public static final int MAX_VECTOR_ENTRIES = 10_000;

  /** Most fields in one frame, those of nested messages too: each becomes an object. */
  public static final int MAX_FRAME_FIELDS = 65_536;

  /**
   * Where a writer freezes: it adds no op to a change that would take the estimate of its ops above
   * this, except that a single op may be larger.
   */
  public static final int FREEZE_BYTES = 64 * 1_024;

  /**
   * Largest body before compression: the ops up to {@link #FREEZE_BYTES}, and 16 KiB for the rest
   * (64 heads, names, message) and for a last op whose estimate was too low.
   */
  public static final int MAX_BODY_BYTES = FREEZE_BYTES + 16 * 1_024;

  /** Most of a change that is not contents of the body: fields, format byte, seal. */
  public static final int MAX_HEADER_BYTES = 4 * 1_024;

  /** Largest change as stored and sent. */
  public static final int MAX_CHANGE_BYTES = MAX_BODY_BYTES + MAX_HEADER_BYTES;

  /** Most numbers of a line that one change takes. */
  public static final int MAX_ATOMS_PER_CHANGE = 1 << 20;

  /** Most op ids and ranges that the ops of one change name. */
  public static final int MAX_REFERENCES = 65_536;

  /** Most heads of the control space in one header. */
  public static final int MAX_CONTROL_HEADS = 64;

  /** Largest control record. */
  public static final int MAX_CONTROL_RECORD_BYTES = 16 * 1_024;

  /** Longest name of an author in UTF-8. */
  public static final int MAX_AUTHOR_BYTES = 256;

  /** Largest body of a presence: what a device shows of itself for the moment. */
  public static final int MAX_PRESENCE_BYTES = 8 * 1_024;

  /** Longest message of a change in UTF-8. */
  public static final int MAX_MESSAGE_BYTES = 4_096;

  /** Most bytes in unknown fields of a header, or of a frame whose body is known. */
  public static final int MAX_UNKNOWN_BYTES = 1_024;

  /** Deepest nesting of protobuf messages. */
  public static final int MAX_MESSAGE_DEPTH = 64;

  /** Bodies up to this size are not compressed. */
  public static final int COMPRESS_ABOVE_BYTES = 200;

  /** How many times its compressed size a body may have. */
  public static final int MAX_COMPRESSION_RATIO = 200;

  /** Most bytes of a bundle before compression. */
  public static final int MAX_BUNDLE_BYTES = 32 * 1_024 * 1_024;

  /** Most rows of all changes in one bundle: each becomes an object. */
  public static final int MAX_BUNDLE_ROWS = 512 * 1_024;

  /** Most values that all changes in one bundle insert into lists: each becomes an object. */
  public static final int MAX_BUNDLE_VALUES = MAX_BUNDLE_ROWS;

  /** Most bytes of the entries of containers, and of the names, in one bundle. */
  public static final int MAX_BUNDLE_NAME_BYTES = 1_024 * 1_024;

  /** Most ids that all changes of one bundle name. */
  public static final int MAX_BUNDLE_REFERENCES = 2 * MAX_BUNDLE_ROWS;

  private Limits() {}
}
