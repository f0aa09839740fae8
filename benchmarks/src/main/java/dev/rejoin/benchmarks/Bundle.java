package dev.rejoin.benchmarks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Many changes as one run of bytes: for each its replica, its length, and itself. */
final class Bundle {
  private Bundle() {}

  static byte[] write(List<Made> changes) {
    int size = changes.stream().mapToInt(change -> 8 + change.bytes().length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (Made change : changes) {
      bytes.putInt(change.replica()).putInt(change.bytes().length).put(change.bytes());
    }
    return bytes.array();
  }

  static List<Made> read(byte[] bundle) {
    List<Made> changes = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(bundle);
    while (bytes.hasRemaining()) {
      int replica = bytes.getInt();
      byte[] change = new byte[bytes.getInt()];
      bytes.get(change);
      changes.add(new Made(replica, change));
    }
    return changes;
  }
}
