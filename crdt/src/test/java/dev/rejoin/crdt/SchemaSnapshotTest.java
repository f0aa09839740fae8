package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schema numbers and unknown rows of a document: what counts, and what a snapshot has of it. */
final class SchemaSnapshotTest {
  private static final ContainerId META = new ContainerId.Root("meta", Kind.MAP);

  private final Author ana = new Author(1);

  private Received change(int version, int minReader, int minWriter, Op... ops) {
    Change c = ana.forge(ops).change();
    return Author.received(
        new Change(
            c.replica(),
            c.from(),
            c.to(),
            c.document(),
            c.previous(),
            c.deps(),
            c.lamport(),
            0,
            "",
            "",
            false,
            c.ops(),
            new SchemaNumbers(version, minReader, minWriter)));
  }

  private static Op put(String key) {
    return new Op.Put(META, key, Value.of(1), List.of());
  }

  @Test
  void the_highest_of_each_number_counts_and_is_saved() {
    byte[] before = ana.state.save();
    DocumentState state = new DocumentState(Author.DOCUMENT);
    Received first = change(5, 4, 1, put("a"));
    state.apply(List.of(first), false);
    ana.receive(first);
    ana.skip(first.change().to());
    Received second = change(3, 0, 3, put("b"));
    state.apply(List.of(second), false);
    assertEquals(new SchemaNumbers(5, 4, 3), state.schema());
    DocumentState loaded = DocumentState.load(state.save());
    assertEquals(state.schema(), loaded.schema());
    assertArrayEquals(state.save(), loaded.save());
    assertArrayEquals(before, new DocumentState(Author.DOCUMENT).save());
  }

  @Test
  void an_invalid_change_says_nothing() {
    Op nowhere = new Op.Put(META, "a", Value.of(1), List.of(new OpId(ana.id, 99)));
    Imported imported =
        ana.state.apply(List.of(change(5, 4, 1, nowhere, new Op.Unknown(99, 1))), false);
    assertEquals(1, imported.invalid().size());
    assertEquals(SchemaNumbers.NONE, ana.state.schema());
    assertEquals(Map.of(), ana.state.unknownRows());
  }

  @Test
  void unknown_rows_are_counted_and_joins_of_heads_are_not_among_them() {
    Received change =
        change(
            0,
            0,
            0,
            new Op.Unknown(Op.Unknown.MERGE, 1),
            new Op.Unknown(99, 3),
            put("a"),
            new Op.Unknown(99, 1),
            new Op.Unknown(50, 1));
    ana.receive(change);
    ana.receive(change);
    assertEquals(Map.of(50, 1, 99, 2), ana.state.unknownRows());
  }

  /** The numbers stand before the check, at the end of the first part. */
  @Test
  void forged_numbers_do_not_load() {
    assertEquals(SchemaNumbers.NONE, load().schema());
    assertEquals(new SchemaNumbers(2, 1, 2), load(2, 1, 2).schema());
    refused("a schema without a version", 0, 0, 0);
    refused("choice 3 of 0..2", 2, 3, 0);
    refused("choice 3 of 0..2", 2, 0, 3);
    refused("too few bytes", 2, 1);
    refused("bytes after the end", 2, 1, 1, 1);
  }

  private static void refused(String problem, int... numbers) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> load(numbers));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  private static DocumentState load(int... numbers) {
    SavedDocument parts = new DocumentState(Author.DOCUMENT).saveParts();
    SnapshotWriter out = new SnapshotWriter();
    byte[] plain = parts.state();
    out.raw(java.util.Arrays.copyOf(plain, plain.length - 4));
    for (int number : numbers) {
      out.number(number);
    }
    out.raw(new byte[4]);
    byte[] state = out.toBytes();
    Snapshot.seal(state, 0);
    byte[] deleted = parts.deletedText();
    Snapshot.seal(deleted, Snapshot.checkOf(state));
    return DocumentState.load(new SavedDocument(state, deleted));
  }
}
