package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A trace as the measuring processes read it: positions are UTF-16 units. */
record PlainTrace(String endContent, List<Txn> transactions, List<Patch> patches) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One transaction and those that its author had seen; treat the array as read-only. */
  record Txn(int agent, int[] parents, List<Patch> patches) {}

  static PlainTrace read(Path file) {
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      List<Txn> transactions = new ArrayList<>();
      List<Patch> all = new ArrayList<>();
      for (JsonNode txn : json.get("txns")) {
        List<Patch> patches = new ArrayList<>();
        for (JsonNode patch : txn.get("patches")) {
          patches.add(
              new Patch(
                  patch.get(0).intValue(), patch.get(1).intValue(), patch.get(2).textValue()));
        }
        List<Integer> parents = new ArrayList<>();
        txn.get("parents").forEach(parent -> parents.add(parent.intValue()));
        transactions.add(
            new Txn(
                txn.get("agent").intValue(),
                parents.stream().mapToInt(Integer::intValue).toArray(),
                patches));
        all.addAll(patches);
      }
      return new PlainTrace(json.get("endContent").textValue(), transactions, all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the trace " + file, e);
    }
  }
}
