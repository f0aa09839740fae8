package dev.rejoin.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One published history, re-enacted with real transactions.
 *
 * <p>An agent of the vectors may continue from older parents. So each causal line of an agent is a
 * replica of its own; a line goes on only in the agent's very next transaction, so that replica ids
 * that ascend by agent and start of the line order siblings as the vectors do, by agent and number.
 */
final class ConformanceVector {
  private static final String DOCUMENT = "vector";
  private static final String TEXT = "text";

  /** One causal line of an agent: its replica, its document, and the last transaction on it. */
  private static final class Line {
    final ReplicaId id;
    final DocumentState state = new DocumentState(DOCUMENT);
    final BitSet known = new BitSet();
    int last;

    Line(ReplicaId id) {
      this.id = id;
    }
  }

  private final List<Received> changes = new ArrayList<>();

  /** For each transaction the transactions that it and its causes are. */
  private final List<BitSet> pasts = new ArrayList<>();

  private final Map<String, Line> newest = new HashMap<>();
  private final JsonNode transactions;

  ConformanceVector(JsonNode vector) {
    this.transactions = vector.get("txns");
    for (int i = 0; i < transactions.size(); i++) {
      enact(i);
    }
  }

  String replayInOrder() {
    return replay(changes);
  }

  String replayBackwards() {
    List<Received> backwards = new ArrayList<>(changes);
    Collections.reverse(backwards);
    return replay(backwards);
  }

  String twin() {
    List<AppliedOp> ops = new ArrayList<>();
    changes.forEach(received -> ops.addAll(AppliedOp.of(received.change())));
    return new NaiveText(ops, new ContainerId.Root(TEXT, Kind.TEXT)).content();
  }

  private static String replay(List<Received> order) {
    DocumentState state = new DocumentState(DOCUMENT);
    order.forEach(received -> state.apply(List.of(received), false));
    return state.text(TEXT).content();
  }

  private void enact(int index) {
    JsonNode transaction = transactions.get(index);
    BitSet past = new BitSet();
    for (JsonNode parent : transaction.get("parents")) {
      int cause = transactionOf(parent.asInt());
      past.or(pasts.get(cause));
      past.set(cause);
    }
    pasts.add(past);
    Line line = line(transaction, past);
    for (int cause = past.nextSetBit(0); cause >= 0; cause = past.nextSetBit(cause + 1)) {
      if (!line.known.get(cause)) {
        line.state.apply(List.of(changes.get(cause)), false);
        line.known.set(cause);
      }
    }
    changes.add(edit(line, transaction));
    line.known.set(index);
    line.last = index;
  }

  private Line line(JsonNode transaction, BitSet past) {
    String agent = transaction.get("agent").asText();
    Line line = newest.get(agent);
    if (line == null || !past.get(line.last)) {
      line = new Line(new ReplicaId(agent.charAt(0), transaction.get("seqStart").asLong()));
      newest.put(agent, line);
    }
    return line;
  }

  private static Received edit(Line line, JsonNode steps) {
    DocumentState state = line.state;
    long previous = state.version().get(line.id);
    Heads deps = state.heads().without(line.id);
    Transaction transaction = state.begin(line.id, previous + 1, false);
    TextEdit text = transaction.text(TEXT);
    for (JsonNode step : steps.get("ops")) {
      int position = step.get(0).asInt();
      text.replace(position, position + step.get(1).asInt(), step.get(2).asText());
    }
    Change change =
        new Change(
            line.id,
            previous + 1,
            previous + transaction.atoms(),
            DOCUMENT,
            previous,
            deps,
            transaction.lamport(),
            0,
            "",
            "",
            false,
            transaction.ops());
    transaction.commit();
    Received received = new Received(change, new ChainMark(line.id.low(), change.to()));
    state.freeze(received);
    return received;
  }

  private int transactionOf(int operation) {
    for (int i = 0; i < transactions.size(); i++) {
      JsonNode span = transactions.get(i).get("span");
      if (operation >= span.get(0).asInt() && operation < span.get(1).asInt()) {
        return i;
      }
    }
    throw new IllegalArgumentException("no transaction has operation " + operation);
  }
}
