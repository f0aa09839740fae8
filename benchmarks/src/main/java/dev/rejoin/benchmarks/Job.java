package dev.rejoin.benchmarks;

import java.util.List;

/**
 * One measuring process.
 *
 * @param section the table that its rows belong to: the name of a trace, or "shapes"
 * @param trace the name of the trace, empty for a shape
 * @param rows what to measure
 */
record Job(Peer peer, String section, String trace, String workload, List<String> rows, int round) {
  String describe() {
    String what = trace.isEmpty() ? workload : workload + " of " + trace;
    return peer.label() + ": " + what + (round > 0 ? ", round " + (round + 1) : "");
  }
}
