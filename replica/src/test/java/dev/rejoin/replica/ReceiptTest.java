package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.replica.store.Append;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receipts say, and that asking for them stops nothing. */
final class ReceiptTest {
  @TempDir Path dir;

  @Test
  void asking_for_a_receipt_waits_for_the_outbox_without_holding_the_receipt() throws Exception {
    try (Replica me = Replica.open(dir)) {
      Space space = me.space("team");
      Receipt receipt = space.document("minutes").edit(tx -> tx.counter("views").add(1));
      Thread asker = new Thread(() -> receipt.reached(Tier.DELIVERED));
      CompletableFuture<Boolean> looked;
      synchronized (space.outbox()) { // as the fsync thread does when it looks at all receipts
        asker.start();
        while (asker.getState() != Thread.State.BLOCKED) {
          Thread.onSpinWait();
        }
        looked = CompletableFuture.supplyAsync(receipt::isAwaited);
        assertTrue(looked.get(30, TimeUnit.SECONDS));
      }
      asker.join();
    }
  }

  @Test
  void a_change_in_the_journal_that_was_not_reported_yet_is_not_taken_for_an_older_one()
      throws Exception {
    try (Replica me = Replica.open(dir)) {
      Space space = me.space("team");
      Document doc = space.document("minutes");
      Receipt first = doc.edit(tx -> tx.counter("views").add(1));
      space.freeze();
      first.reached(Tier.SAVED).get(30, TimeUnit.SECONDS);
      DeviceId relay = DeviceKey.generate().id();
      space.journal().targets().acked(relay, true, space.journal().head(), 1);
      assertEquals(Tier.RELAYED, tierNow(first));

      Receipt second = new Receipt(space, first.to() + 1, first.to() + 1, Long.MAX_VALUE);
      appendUnreported(me, space.journal(), first.to() + 1);
      assertEquals(Tier.WRITTEN, tierNow(second));
      assertFalse(second.reached(Tier.RELAYED).isDone());
    }
  }

  private static Tier tierNow(Receipt receipt) {
    assertFalse(receipt.reached(Tier.DELIVERED).isDone());
    return receipt.tier();
  }

  /** The moment between the write of a change and the report to the outbox. */
  private static void appendUnreported(Replica me, SpaceJournal journal, long seq) {
    journal.lock();
    try (Append append = journal.append()) {
      byte[] change = {1};
      ChainHash hash = append.line(me.id()).hash().next(change);
      append.add(me.id(), me.device(), seq, seq, change, hash, new byte[64], 0, 1);
      append.commit();
    } finally {
      journal.unlock();
    }
  }
}
