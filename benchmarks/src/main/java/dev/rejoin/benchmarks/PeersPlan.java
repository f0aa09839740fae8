package dev.rejoin.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes run, in which order: in each round every workload in turn, and for each workload
 * all peers next to each other, beginning with another one in every round.
 *
 * @param traces the sequential traces
 * @param merges the concurrent traces
 * @param shapes which shapes, by row
 * @param wanted only these rows, or all if it is empty
 */
record PeersPlan(
    List<Peer> peers,
    List<String> traces,
    List<String> merges,
    List<Row> shapes,
    List<String> wanted,
    int rounds) {
  static final String SHAPES = "shapes";

  /** Goes by itself with another row: a process that saves for the one that measures memory. */
  private static final String SAVED = "saved";

  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (String trace : traces) {
        add(jobs, trace, trace, Row.ofTrace(), round);
      }
      for (String trace : merges) {
        add(jobs, trace, trace, Row.ofMerge(), round);
      }
      add(jobs, SHAPES, "", shapes, round);
    }
    return jobs;
  }

  private void add(List<Job> jobs, String section, String trace, List<Row> rows, int round) {
    Map<String, List<String>> workloads = new LinkedHashMap<>();
    for (Row row : rows) {
      if (wants(row.name())) {
        List<String> names = workloads.computeIfAbsent(row.workload(), w -> new ArrayList<>());
        if (!names.contains(row.name())) {
          names.add(row.name());
        }
      }
    }
    if (workloads.containsKey(Row.HEAP)) {
      // Its file comes from the process that saves, which must run before.
      List<String> heap = workloads.remove(Row.HEAP);
      workloads.computeIfAbsent(Row.SEQUENTIAL, w -> new ArrayList<>()).add(SAVED);
      workloads.put(Row.HEAP, heap);
    }
    workloads.forEach(
        (workload, names) -> {
          if (names.contains("size-changes") && !names.contains("remote-each")) {
            names.add("remote-each");
          }
          for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get((i + round) % peers.size());
            jobs.add(new Job(peer, section, trace, workload, List.copyOf(names), round));
          }
        });
  }

  private boolean wants(String row) {
    return wanted.isEmpty() || wanted.contains(row);
  }
}
