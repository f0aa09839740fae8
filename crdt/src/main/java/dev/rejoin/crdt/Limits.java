package dev.rejoin.crdt;

/** Every limit of this module, in one place. */
public final class Limits {
  /** Highest number of an atom on a line, and highest Lamport time. */
  public static final long MAX_SEQ = (1L << 48) - 1;

  /** Most heads that one change may name as its causes. */
  public static final int MAX_DEPS = 64;

  /** Most operations in one change. */
  public static final int MAX_OPS_PER_CHANGE = 4_096;

  /** Longest text of one insert operation, in UTF-16 units; longer inserts become several. */
  public static final int MAX_RUN_LENGTH = 16_384;

  /** Most units and deletes that one text takes in its life, deleted ones included. */
  public static final int MAX_TEXT_OPS = Integer.MAX_VALUE - 1;

  /** Most elements that one operation inserts into a list; longer inserts become several. */
  public static final int MAX_RUN_VALUES = 1_024;

  /** Most elements that a list shows here when more are inserted here; merging may exceed it. */
  public static final int MAX_LIST_SIZE = 1 << 20;

  /** Most moves that one tree takes in its life, creations and deletes included. */
  public static final int MAX_TREE_OPS = MAX_TEXT_OPS;

  /** Most nodes above one that is created or moved here; merging may exceed it. */
  public static final int MAX_TREE_DEPTH = 1_000;

  /** Longest position of a node among its siblings, in bytes. */
  public static final int MAX_POSITION_BYTES = 64;

  /** Longest key of a map or name of a container, in UTF-8 bytes. */
  public static final int MAX_KEY_BYTES = 1_024;

  /** Longest document name, in UTF-8 bytes. */
  public static final int MAX_DOCUMENT_NAME_BYTES = 512;

  /** Largest single string or byte value, in bytes. */
  public static final int MAX_VALUE_BYTES = 48 * 1_024;

  /** Longest text that an annotation is made on, in UTF-8 bytes. */
  public static final int MAX_QUOTE_BYTES = 16 * 1_024;

  /** How much of the text on either side of it a quote keeps, in UTF-16 units. */
  public static final int MAX_QUOTE_CONTEXT = 32;

  /** Longest body of an annotation or reply when it is made, in UTF-8 bytes; it may grow later. */
  public static final int MAX_COMMENT_BYTES = 64 * 1_024;

  /** Deepest nesting of containers in a document. */
  public static final int MAX_NESTING = 64;

  /** Largest transaction, in encoded bytes of its operations (an estimate made before encoding). */
  public static final int MAX_TRANSACTION_BYTES = 16 * 1_024 * 1_024;

  /** Highest version of a schema. */
  public static final int MAX_SCHEMA_VERSION = 1_000_000;

  private Limits() {}
}
