package dev.rejoin.replica.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * Local 32-bit numbers for long names (spaces, replicas, documents), kept for ever.
 *
 * <p>Safe for any thread. A number that was given out and then not used does no harm.
 */
final class Numbers {
  private final Database db;
  private final byte[] prefix;
  private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
  private final TreeMap<Integer, byte[]> names = new TreeMap<>();

  /** Numbers kept under {@code kind}, one letter. */
  Numbers(Database db, char kind) {
    this.db = db;
    this.prefix = new byte[] {'#', (byte) kind};
    db.scan(
        Family.META,
        prefix,
        prefix,
        (key, value) -> {
          remember(
              Arrays.copyOfRange(key, prefix.length, key.length), ByteBuffer.wrap(value).getInt());
          return true;
        });
  }

  private void remember(byte[] name, int number) {
    numbers.put(ByteBuffer.wrap(name), number);
    names.put(number, name);
  }

  synchronized @Nullable Integer find(byte[] name) {
    return numbers.get(ByteBuffer.wrap(name));
  }

  /** The number of a name; gives one out at first sight. */
  synchronized int of(byte[] name) {
    Integer known = find(name);
    if (known != null) {
      return known;
    }
    int number = names.isEmpty() ? 1 : names.lastKey() + 1;
    byte[] key = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    try (WriteBatch batch = new WriteBatch()) {
      db.put(batch, Family.META, key, ByteBuffer.allocate(4).putInt(number).array());
      db.write(batch);
    }
    remember(name.clone(), number);
    return number;
  }

  synchronized byte[] name(int number) {
    byte[] name = names.get(number);
    if (name == null) {
      throw new IllegalStateException(
          "no name has the number " + number + "; is the store damaged?");
    }
    return name.clone();
  }

  /** All numbers, ascending. */
  synchronized Iterable<Integer> all() {
    return java.util.List.copyOf(names.keySet());
  }
}
