package dev.rejoin.benchmarks;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A document of a replica in a folder of its own, in which two authors type in turn. */
final class StoredDocument implements AutoCloseable {
  static final String TEXT = "body";

  private final Path directory;
  private final Replica replica;
  private final Document document;
  private final Xorshift random = new Xorshift();

  StoredDocument() throws IOException {
    directory = Files.createTempDirectory("rejoin-benchmark");
    replica = Replica.open(directory, o -> o.author("Ana"));
    document = replica.space("team").document("minutes");
  }

  Document document() {
    return document;
  }

  /** Words at random places, a change each: an edit with a message is never joined to another. */
  void type(int changes) {
    for (int i = 0; i < changes; i++) {
      type(i % 2 == 0 ? "Ana" : "Ben");
    }
  }

  private void type(String author) {
    document.editAs(
        author,
        "typed",
        tx -> tx.text(TEXT).insert(random.below(tx.text(TEXT).length() + 1), "word "));
  }

  @Override
  public void close() throws IOException {
    replica.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
