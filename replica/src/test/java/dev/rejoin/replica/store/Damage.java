package dev.rejoin.replica.store;

import java.nio.file.Path;
import org.rocksdb.WriteBatch;

/** Damages a store on purpose. */
public final class Damage {
  private Damage() {}

  /** Flips a bit in the last byte of the {@code index}-th journal value of the store. */
  public static void flipJournal(Path directory, int index) {
    try (Database db = Database.open(directory.resolve("db"));
        WriteBatch batch = new WriteBatch()) {
      int[] seen = {0};
      db.scan(
          Family.JOURNAL,
          new byte[0],
          new byte[0],
          (key, value) -> {
            if (seen[0]++ == index) {
              value[value.length - 1] ^= 1;
              db.put(batch, Family.JOURNAL, key, value);
            }
            return seen[0] <= index;
          });
      db.write(batch);
    }
  }
}
