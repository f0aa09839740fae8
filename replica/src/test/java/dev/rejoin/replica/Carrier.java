package dev.rejoin.replica;

import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.InviteLink;
import java.util.List;

/** Takes changes from one replica to another by hand, as a memory stick would. */
final class Carrier {
  static final String SPACE = "shared";

  private Carrier() {}

  /** Lets {@code guest} join the space of {@code host}, with all there is. */
  static void join(Replica host, Replica guest) {
    InviteLink invite = host.space(SPACE).invite(List.of());
    guest.join(invite, SPACE);
    carry(host, guest);
  }

  /** Brings everything that {@code from} has to {@code to}. */
  static void carry(Replica from, Replica to) {
    Space source = from.existingSpace(SPACE);
    Space target = to.existingSpace(SPACE);
    source.freeze();
    for (Row row : source.controlJournal().read(0, Long.MAX_VALUE, Long.MAX_VALUE)) {
      target.take(batch(row), true);
    }
    for (Row row : source.journal().read(0, Long.MAX_VALUE, Long.MAX_VALUE)) {
      target.take(batch(row), false);
    }
  }

  /** Brings each what the other has. */
  static void swap(Replica one, Replica other) {
    carry(one, other);
    carry(other, one);
  }

  private static SignedBatch batch(Row row) {
    return new SignedBatch(row.replica(), List.of(row.change()), row.signature());
  }
}
