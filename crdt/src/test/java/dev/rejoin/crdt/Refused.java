package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.function.Consumer;

/** Checks that bad edits are refused for the right reason and leave nothing behind. */
final class Refused {
  private static final String LONGEST = "k".repeat(Limits.MAX_KEY_BYTES);

  private Refused() {}

  /** Keys and names that no container takes. */
  static List<String> badKeys() {
    return List.of("", LONGEST + "k", "ä".repeat(Limits.MAX_KEY_BYTES / 2 + 1));
  }

  /**
   * One edit behind a good one: it is refused and has no effect, and neither has the good one once
   * the transaction is rolled back.
   */
  static void check(Author author, Reason reason, Consumer<Transaction> bad) {
    byte[] before = author.state.save();
    Transaction tx = author.state.begin(author.id, author.next(), true);
    tx.text("good").append("good");
    List<Op> made = tx.ops();
    RefusedEditException refusal = assertThrows(RefusedEditException.class, () -> bad.accept(tx));
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    assertFalse(String.valueOf(refusal.getMessage()).isBlank());
    assertEquals(made, tx.ops(), "a refused edit makes no op");
    tx.rollback();
    assertArrayEquals(before, author.state.save());
  }

  /** Several good edits and then one too many, all of which go with it. */
  static void checkLast(Author author, Reason reason, Consumer<Transaction> edits) {
    byte[] before = author.state.save();
    Transaction tx = author.state.begin(author.id, author.next(), true);
    RefusedEditException refusal = assertThrows(RefusedEditException.class, () -> edits.accept(tx));
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    assertFalse(tx.ops().isEmpty(), "something was done before");
    tx.rollback();
    assertArrayEquals(before, author.state.save());
  }

  /** A value that cannot be made, so that no edit sees it. */
  static void checkValue(Reason reason, Runnable making) {
    assertEquals(reason, assertThrows(RefusedEditException.class, making::run).reason());
  }

  /** A change that others refuse: it has no effect but that its numbers are taken. */
  static void checkForged(Author author, String because, Op... ops) {
    Author eve = new Author(66 + author.journal.size());
    eve.merge(author);
    String shown = shown(author);
    Imported imported = author.receive(eve.forge(ops));
    assertEquals(1, imported.invalid().size());
    String reason = imported.invalid().get(0).reason();
    assertEquals(true, reason.contains(because), reason);
    assertEquals(shown, shown(author));
    assertArrayEquals(author.state.save(), DocumentState.load(author.state.save()).save());
  }

  private static String shown(Author author) {
    StringBuilder shown = new StringBuilder(author.text());
    shown.append(author.state.text("body").formats());
    shown.append(author.state.list("list").items());
    shown.append(author.state.map("map").entries());
    shown.append(author.state.set("set").elements());
    shown.append(author.state.counter("counter").total());
    shown.append(author.state.tree("tree").roots()).append(author.state.tree("tree").trash());
    return shown.append(author.state.register("register").candidates()).toString();
  }

  /** Fills transactions until one is too large. */
  static void fill(Consumer<byte[]> put) {
    byte[] large = new byte[Limits.MAX_VALUE_BYTES];
    for (int i = 0; i <= Limits.MAX_TRANSACTION_BYTES / large.length; i++) {
      large[0] = (byte) i;
      large[1] = (byte) (i >> 8);
      put.accept(large);
    }
  }

  /** The deepest map that there may be; no container fits into it. */
  static MapEdit deepest(Transaction tx) {
    MapEdit map = tx.map("m");
    for (int depth = 1; depth < Limits.MAX_NESTING; depth++) {
      map = map.map("m");
    }
    return map;
  }
}
