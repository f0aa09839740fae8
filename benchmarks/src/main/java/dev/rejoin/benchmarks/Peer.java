package dev.rejoin.benchmarks;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Who takes part in the comparison, in the order of the columns. */
enum Peer {
  REJOIN("rejoin", false),
  FLOOR("floor", false),
  AUTOMERGE_JAVA("automerge-java", false),
  YJS("yjs", true),
  AUTOMERGE("automerge", true),
  LORO("loro", true),
  JSON_JOY("json-joy", true),
  DT_WASM("dt-wasm", true),
  LIST_POSITIONS("list-positions", true);

  private final String label;
  private final boolean inNode;

  Peer(String label, boolean inNode) {
    this.label = label;
    this.inNode = inNode;
  }

  String label() {
    return label;
  }

  boolean inNode() {
    return inNode;
  }

  /** Those that a user names; all if none are named. */
  static List<Peer> named(List<String> labels) {
    if (labels.isEmpty()) {
      return List.of(values());
    }
    List<Peer> peers = new ArrayList<>();
    for (Peer peer : values()) {
      if (labels.contains(peer.label)) {
        peers.add(peer);
      }
    }
    for (String label : labels) {
      if (peers.stream().noneMatch(peer -> peer.label.equals(label))) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "there is no peer '" + label + "'",
            "Choose among "
                + Arrays.stream(values()).map(Peer::label).collect(Collectors.joining(", "))
                + ".",
            null);
      }
    }
    return peers;
  }
}
