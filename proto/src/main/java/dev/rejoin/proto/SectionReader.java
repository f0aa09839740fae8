package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/** Takes the sections of a bundle in order and inflates them. */
final class SectionReader {
  private final byte[] bundle;
  private final CodedInputStream input;
  private final boolean hasSchema;
  private long total;

  /**
   * @throws ProtocolException if the version is unknown
   */
  SectionReader(byte[] bundle) throws IOException {
    this.bundle = bundle;
    this.input = Parsing.input(bundle, 0, bundle.length);
    long version = input.readRawVarint64();
    hasSchema = version == BundleCodec.VERSION_WITH_SCHEMA;
    if (version != BundleCodec.VERSION && !hasSchema) {
      throw new ProtocolException(
          ErrorCode.NEWER_FORMAT,
          "a bundle of version "
              + Long.toUnsignedString(version)
              + "; this program reads "
              + BundleCodec.VERSION_WITH_SCHEMA);
    }
  }

  Slice next() throws IOException {
    Slice section = new Slice();
    int size = size();
    total += size;
    if (total > Limits.MAX_BUNDLE_BYTES) {
      throw new ProtocolException(
          ErrorCode.DECOMPRESS_LIMIT,
          "a bundle has at most " + Limits.MAX_BUNDLE_BYTES + " bytes before compression");
    }
    int stored = size == 0 ? 0 : size();
    int length = stored == 0 ? size : stored;
    int from = input.getTotalBytesRead();
    input.skipRawBytes(length);
    if (stored == 0) {
      section.set(bundle, from, size);
      return section;
    }
    if (size > (long) stored * Limits.MAX_COMPRESSION_RATIO) {
      throw new ProtocolException(
          ErrorCode.DECOMPRESS_LIMIT, stored + " bytes of a section claim to become " + size);
    }
    section.set(Compression.inflate(bundle, from, stored, size), 0, size);
    return section;
  }

  private int size() throws IOException {
    long size = input.readRawVarint64();
    if (size < 0 || size > Limits.MAX_BUNDLE_BYTES) {
      throw new ProtocolException(
          ErrorCode.DECOMPRESS_LIMIT,
          "a section has at most "
              + Limits.MAX_BUNDLE_BYTES
              + " bytes, not "
              + Long.toUnsignedString(size));
    }
    return (int) size;
  }

  /** Whether the sections about schemas follow those that every bundle has. */
  boolean hasSchema() {
    return hasSchema;
  }

  void checkEnd() throws IOException {
    if (!input.isAtEnd()) {
      throw ProtocolException.malformed("bytes after the last section of a bundle");
    }
  }
}
