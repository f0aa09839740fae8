package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpRunsTest {
  private static final ReplicaId ANN = new ReplicaId(0, 1);

  @Test
  void typingAndBackspacingBecomeOneOpEach() {
    DocumentState state = new DocumentState("d");
    OpRuns runs = new OpRuns(ANN);
    for (char c : "hello".toCharArray()) {
      edit(state, runs, tx -> tx.text("t").append(String.valueOf(c)));
    }
    edit(state, runs, tx -> tx.text("t").delete(4, 5));
    edit(state, runs, tx -> tx.text("t").delete(3, 4));
    edit(state, runs, tx -> tx.counter("n").add(1));
    List<Op> ops = runs.ops();
    assertEquals(3, ops.size());
    assertEquals("hello", ((Op.Insert) ops.get(0)).text());
    Op.DeleteRun deleted = (Op.DeleteRun) ops.get(1);
    assertEquals(2, deleted.count());
    assertEquals(-1, deleted.step());
  }

  @Test
  void joinedOpsMakeTheSameDocument() {
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      DocumentState state = new DocumentState("d");
      OpRuns runs = new OpRuns(ANN);
      List<Op> single = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        single.addAll(edit(state, runs, tx -> randomEdit(tx.text("t"), random)));
      }
      assertArrayEquals(
          apply(single), apply(runs.ops()), "joined ops differ; replay with seed " + seed);
      assertEquals(
          state.text("t").content(), DocumentState.load(apply(single)).text("t").content());
    }
  }

  private static void randomEdit(TextEdit text, Random random) {
    int length = text.length();
    int at = random.nextInt(3) > 0 ? length : random.nextInt(length + 1);
    if (length > 0 && random.nextInt(3) == 0) {
      int from = Math.min(Math.max(0, at - 1), length - 1);
      text.delete(from, Math.min(length, from + 1 + random.nextInt(2)));
    } else {
      text.insert(at, "abc".substring(random.nextInt(3)));
    }
  }

  private static List<Op> edit(
      DocumentState state, OpRuns runs, java.util.function.Consumer<Transaction> edit) {
    Transaction tx = state.begin(ANN, state.version().get(ANN) + 1, false);
    edit.accept(tx);
    long from = tx.from();
    for (Op op : tx.ops()) {
      runs.add(from, op);
      from += op.atoms();
    }
    List<Op> ops = tx.ops();
    tx.commit();
    return ops;
  }

  private static byte[] apply(List<Op> ops) {
    long atoms = ops.stream().mapToLong(Op::atoms).sum();
    Change change = new Change(ANN, 1, atoms, "d", 0, Heads.none(), 1, 0, "", "", false, ops);
    DocumentState state = new DocumentState("d");
    Imported imported = state.apply(List.of(new Received(change, new ChainMark(1, 1))), false);
    assertEquals(List.of(), imported.invalid());
    return state.save();
  }
}
