package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import java.util.Arrays;

/** How far the line of each replica has come in a bundle, by the index of the replica. */
final class BundleLines {
  private long[] ends = new long[4];
  private long[] lamports = new long[4];

  /** The last number of the replica's latest change, 0 for none. */
  long end(int replica) {
    return replica < ends.length ? ends[replica] : 0;
  }

  /**
   * The Lamport time of an atom, as far as the latest change of its replica tells: right if the
   * times rise with the numbers from there to here. 0 for an atom that is further on.
   */
  long lamport(int replica, long seq) {
    return replica >= ends.length || seq > ends[replica]
        ? 0
        : Math.max(0, lamports[replica] - (ends[replica] - seq));
  }

  void advance(int replica, Change change) {
    if (replica >= ends.length) {
      ends = Arrays.copyOf(ends, Math.max(replica + 1, 2 * ends.length));
      lamports = Arrays.copyOf(lamports, ends.length);
    }
    ends[replica] = change.to();
    lamports[replica] = change.lastLamport();
  }
}
