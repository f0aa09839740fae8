package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.Vector;
import dev.rejoin.proto.v1.VectorEntry;
import dev.rejoin.replica.store.Cursor;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.StoreLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cursors and version vectors as they travel. */
final class Cursors {
  private Cursors() {}

  static dev.rejoin.proto.v1.Cursor write(Cursor cursor) {
    return dev.rejoin.proto.v1.Cursor.newBuilder()
        .setEpoch(epoch(cursor.epoch()))
        .setN(cursor.n())
        .setHash(ByteString.copyFrom(cursor.hash().bytes()))
        .build();
  }

  static Cursor read(dev.rejoin.proto.v1.Cursor cursor) {
    if (cursor.getHash().size() != ChainMark.SIZE_BYTES || cursor.getN() < 0) {
      throw new ProtocolException(ErrorCode.MALFORMED, "a cursor with a hash of another length");
    }
    return new Cursor(
        epoch(cursor.getEpoch()), cursor.getN(), ChainMark.of(cursor.getHash().toByteArray()));
  }

  static ByteString epoch(long epoch) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(epoch).array());
  }

  static long epoch(ByteString bytes) {
    if (bytes.size() != 8) {
      throw new ProtocolException(ErrorCode.MALFORMED, "an epoch has 8 bytes, not " + bytes.size());
    }
    return ByteBuffer.wrap(bytes.toByteArray()).getLong();
  }

  static Vector write(List<Line> lines) {
    Vector.Builder vector = Vector.newBuilder();
    for (Line line : lines) {
      vector.addEntry(
          VectorEntry.newBuilder()
              .setReplica(ByteString.copyFrom(line.replica().bytes()))
              .setSeq(line.to())
              .setMark(ByteString.copyFrom(line.hash().mark().bytes())));
    }
    return vector.build();
  }

  static Map<ReplicaId, VectorEntry> read(Vector vector) {
    if (vector.getEntryCount() > StoreLimits.MAX_REPLICAS) {
      throw new ProtocolException(
          ErrorCode.REPLICA_LIMIT, "a version of " + vector.getEntryCount() + " replicas");
    }
    Map<ReplicaId, VectorEntry> entries = new TreeMap<>();
    for (VectorEntry entry : vector.getEntryList()) {
      if (entry.getReplica().size() != ReplicaId.SIZE_BYTES
          || entry.getMark().size() != ChainMark.SIZE_BYTES
          || entry.getSeq() < 1) {
        throw new ProtocolException(ErrorCode.MALFORMED, "a damaged entry of a version");
      }
      entries.put(ReplicaId.of(entry.getReplica().toByteArray()), entry);
    }
    return entries;
  }
}
