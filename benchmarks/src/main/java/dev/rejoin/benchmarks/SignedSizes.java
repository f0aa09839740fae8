package dev.rejoin.benchmarks;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.store.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * What a change costs on the wire and on disk, signature included: a replica types in a store of
 * its own, and keys and values are counted in its database.
 */
final class SignedSizes {
  static final String AUTHOR = "Ana";
  static final String DOCUMENT = "minutes";
  static final int BASE = 1_000;
  static final int CHANGES = 100;

  private static final String TEXT = "body";

  private final Path folder;

  /**
   * One row of the table; bytes, means of {@link #CHANGES} changes.
   *
   * @param keys keystrokes in a change
   * @param change the change itself
   * @param frame a frame with a batch of this one change
   * @param further how much each further change of the batch adds to a frame
   * @param disk key and value of what a change adds to the store for good, by column family
   */
  record Sizes(int keys, double change, double frame, double further, Map<String, Double> disk) {
    double onDisk() {
      return disk.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** What a change adds to a store, by column family. */
  private record Growth(List<Row> rows, Map<String, Double> disk) {}

  /**
   * @param folder is made and deleted again
   */
  SignedSizes(Path folder) {
    this.folder = folder;
  }

  List<Sizes> measure(List<Integer> keystrokes) {
    List<Sizes> all = new ArrayList<>();
    for (int keys : keystrokes) {
      delete();
      try {
        Growth growth = type(keys);
        double change = growth.rows().stream().mapToInt(row -> row.change().length).sum();
        double frame = 0;
        for (Row row : growth.rows()) {
          frame += frame(List.of(row));
        }
        double one = frame(growth.rows().subList(0, 1));
        double further = (frame(growth.rows()) - one) / (growth.rows().size() - 1);
        all.add(new Sizes(keys, change / CHANGES, frame / CHANGES, further, growth.disk()));
      } finally {
        delete();
      }
    }
    return all;
  }

  private Growth type(int keys) {
    long n;
    try (Replica replica = open()) {
      Space space = replica.space("team");
      Document document = space.document(DOCUMENT);
      for (int i = 0; i < BASE; i += keys) {
        type(document, keys);
        space.freeze();
      }
      n = space.journal().head();
    }
    Map<String, Long> before = bytes();
    List<Row> rows;
    try (Replica replica = open()) {
      Space space = replica.space("team");
      Document document = space.document(DOCUMENT);
      for (int i = 0; i < CHANGES; i++) {
        type(document, keys);
        space.freeze();
      }
      rows = space.journal().read(n, n + CHANGES, Long.MAX_VALUE);
    }
    Harness.require(rows.size() == CHANGES, rows.size() + " changes for " + CHANGES);
    Map<String, Double> disk = new TreeMap<>();
    bytes()
        .forEach(
            (family, after) -> {
              long grown = after - before.getOrDefault(family, 0L);
              if (grown != 0) {
                disk.put(family, (double) grown / CHANGES);
              }
            });
    return new Growth(rows, disk);
  }

  private Replica open() {
    return Replica.open(folder, options -> options.author(AUTHOR));
  }

  /** One transaction for each key. */
  private static void type(Document document, int keys) {
    for (int i = 0; i < keys; i++) {
      document.edit(
          transaction -> {
            int end = transaction.text(TEXT).length();
            transaction.text(TEXT).insert(end, "a");
          });
    }
  }

  /** As links build it once both sides know the names: batch, signature of the last change. */
  private static int frame(List<Row> rows) {
    Row last = rows.get(rows.size() - 1);
    byte[] signature = Objects.requireNonNull(last.signature(), "own changes are signed");
    Batch.Builder batch = Batch.newBuilder().setNumber(2).setReplica(1).setN(last.n());
    rows.forEach(row -> batch.addChange(ByteString.copyFrom(row.change())));
    batch.setSignature(ByteString.copyFrom(signature));
    return FrameCodec.write(Frame.newBuilder().setNo(last.n()).setBatch(batch).build()).length;
  }

  /** Bytes of all keys and values, by column family; a snapshot of the document is none of it. */
  private Map<String, Long> bytes() {
    String path = folder.resolve("db").toString();
    try (Options options = new Options();
        DBOptions plain = new DBOptions()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      RocksDB.listColumnFamilies(options, path)
          .forEach(name -> families.add(new ColumnFamilyDescriptor(name)));
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB db = RocksDB.openReadOnly(plain, path, families, handles)) {
        Map<String, Long> bytes = new TreeMap<>();
        for (ColumnFamilyHandle handle : handles) {
          String name = new String(handle.getName(), StandardCharsets.UTF_8);
          if (!name.equals("state")) {
            bytes.put(name, bytes(db, handle));
          }
        }
        handles.forEach(ColumnFamilyHandle::close);
        return bytes;
      }
    } catch (RocksDBException e) {
      throw new IllegalStateException("the store in " + folder + " cannot be read", e);
    }
  }

  private static long bytes(RocksDB db, ColumnFamilyHandle family) throws RocksDBException {
    long bytes = 0;
    try (RocksIterator rows = db.newIterator(family)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        bytes += rows.key().length + rows.value().length;
      }
      rows.status();
    }
    return bytes;
  }

  private void delete() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
