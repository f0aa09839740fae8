package dev.rejoin.replica.schema;

import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.SchemaNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link Schema} declares. In the name of a container a star stands for anything but a
 * slash. Not thread-safe; every mistake is found by {@link #build}.
 */
public final class SchemaBuilder {
  private record Line(String pattern, Kind kind, @Nullable Class<?> type) {}

  private record Since(int version, String pattern, List<Lens> lenses) {}

  private final String name;
  private final List<Line> lines = new ArrayList<>();
  private final List<Since> history = new ArrayList<>();
  private int version = 1;
  private int minReader;
  private int minWriter;
  private boolean open;

  SchemaBuilder(String name) {
    this.name = name;
  }

  /** The version of this schema, from 1; raise it with every difference. */
  public SchemaBuilder version(int number) {
    version = number;
    return this;
  }

  /** The lowest version whose software understands documents that this version edits. */
  public SchemaBuilder minReader(int number) {
    minReader = number;
    return this;
  }

  /** The lowest version whose software may edit documents that this version edits. */
  public SchemaBuilder minWriter(int number) {
    minWriter = number;
    return this;
  }

  /** Maps that hold a record. */
  public SchemaBuilder map(String pattern, Class<? extends Record> type) {
    return add(pattern, Kind.MAP, type);
  }

  /** Maps in which anything may be. */
  public SchemaBuilder map(String pattern) {
    return add(pattern, Kind.MAP, null);
  }

  /** Texts. */
  public SchemaBuilder text(String pattern) {
    return add(pattern, Kind.TEXT, null);
  }

  /** Counters. */
  public SchemaBuilder counter(String pattern) {
    return add(pattern, Kind.COUNTER, null);
  }

  /** Registers with a value of this type. */
  public SchemaBuilder field(String pattern, Class<?> type) {
    return add(pattern, Kind.REGISTER, type);
  }

  /** Sets of values of this type. */
  public SchemaBuilder set(String pattern, Class<?> type) {
    return add(pattern, Kind.SET, type);
  }

  /** Lists of values of this type, or of maps that hold this record. */
  public SchemaBuilder list(String pattern, Class<?> type) {
    return add(pattern, Kind.LIST, type);
  }

  /** Trees whose nodes hold anything. */
  public SchemaBuilder tree(String pattern) {
    return add(pattern, Kind.TREE, null);
  }

  /** Trees whose nodes hold this record. */
  public SchemaBuilder tree(String pattern, Class<? extends Record> type) {
    return add(pattern, Kind.TREE, type);
  }

  /** Containers that are not declared may be edited as well. */
  public SchemaBuilder open() {
    open = true;
    return this;
  }

  /**
   * What a version changed in the records of a pattern: how documents of the version before are
   * read and written now. From the first version named here on, every version is named; see {@link
   * #since(int)}.
   */
  public SchemaBuilder since(int number, String pattern, Lens... lenses) {
    history.add(new Since(number, pattern, List.of(lenses)));
    return this;
  }

  /** A version that needs no lens. */
  public SchemaBuilder since(int number) {
    return since(number, "");
  }

  private SchemaBuilder add(String pattern, Kind kind, @Nullable Class<?> type) {
    lines.add(new Line(pattern, kind, type));
    return this;
  }

  /**
   * The schema.
   *
   * @throws dev.rejoin.proto.RejoinException BAD_SCHEMA with what contradicts what
   */
  public Schema build() {
    checkNumbers();
    checkHistory();
    List<Declared> declared = new ArrayList<>();
    for (Line line : lines) {
      if (declared.stream().anyMatch(d -> d.pattern().equals(line.pattern()))) {
        throw Shape.bad("'" + line.pattern() + "' is declared twice");
      }
      declared.add(declare(line));
    }
    checkRecords(declared);
    declared.sort(Comparator.comparingInt(Declared::letters).reversed());
    int writer = Math.max(minWriter, minReader);
    return new Schema(name, new SchemaNumbers(version, minReader, writer), open, declared);
  }

  private void checkNumbers() {
    if (name.isBlank()) {
      throw Shape.bad("a schema needs a name");
    }
    if (version < 1 || version > Limits.MAX_SCHEMA_VERSION) {
      throw Shape.bad("version must be 1.." + Limits.MAX_SCHEMA_VERSION + ", not " + version);
    }
    if (minReader < 0 || minReader > version) {
      throw Shape.bad("min_reader must be 0.." + version + ", the version, not " + minReader);
    }
    if (minWriter < 0 || minWriter > version) {
      throw Shape.bad("min_writer must be 0.." + version + ", the version, not " + minWriter);
    }
    if (minWriter != 0 && minWriter < minReader) {
      throw Shape.bad(
          "min_writer " + minWriter + " is below min_reader " + minReader + ": writers read too");
    }
  }

  private void checkHistory() {
    int last = 0;
    for (Since since : history) {
      if (last != 0 && (since.version() < last || since.version() > last + 1)) {
        throw Shape.bad(
            "lenses go from version to version, not from %d to %d; say since(%d) for one without"
                .formatted(last, since.version(), last + 1));
      }
      if (since.version() < 2 || since.version() > version) {
        throw Shape.bad("since(" + since.version() + ") in a schema of version " + version);
      }
      boolean known =
          lines.stream().anyMatch(line -> line.pattern().equals(since.pattern()) && isRecord(line));
      if (!known && !since.lenses().isEmpty()) {
        throw Shape.bad("a lens on '" + since.pattern() + "', where no record is declared");
      }
      last = since.version();
    }
    if (last != 0 && last != version) {
      throw Shape.bad(
          "lenses end at version %d of %d; say since(%d) for one without"
              .formatted(last, version, last + 1));
    }
  }

  private static boolean isRecord(Line line) {
    return line.type() != null && line.type().isRecord();
  }

  private Declared declare(Line line) {
    if (line.pattern().isEmpty()) {
      throw Shape.bad("a container needs a name");
    }
    Class<?> type = line.type();
    RecordType<?> record = isRecord(line) ? record(line.pattern(), type) : null;
    Scalar scalar = type == null || record != null ? null : Scalar.of(type);
    boolean maps = line.kind() == Kind.MAP || line.kind() == Kind.LIST || line.kind() == Kind.TREE;
    if (type != null && scalar == null && (record == null || !maps)) {
      throw Shape.bad("'" + line.pattern() + "' cannot hold a " + type.getName());
    }
    return new Declared(
        line.pattern(),
        line.kind(),
        Declared.names(line.pattern()),
        record,
        scalar,
        stored(line.kind(), record, scalar));
  }

  private RecordType<?> record(String pattern, @Nullable Class<?> type) {
    Lenses lenses = new Lenses();
    history.stream()
        .filter(since -> since.pattern().equals(pattern))
        .forEach(since -> since.lenses().forEach(lenses::apply));
    return new RecordType<>(
        java.util.Objects.requireNonNull(type).asSubclass(Record.class), lenses);
  }

  private static Stored stored(Kind kind, @Nullable RecordType<?> record, @Nullable Scalar scalar) {
    if (record != null) {
      Stored fields = record.stored();
      return kind == Kind.MAP ? fields : new Stored.Maps(kind, fields);
    } else if (scalar != null) {
      return kind == Kind.REGISTER ? new Stored.One(scalar) : new Stored.Many(kind, scalar);
    }
    return new Stored.Plain(kind);
  }

  /** A record class is found by its class, so it can have the lenses of one pattern only. */
  private void checkRecords(List<Declared> declared) {
    for (Declared one : declared) {
      RecordType<?> record = one.record();
      long same =
          declared.stream()
              .filter(d -> record != null && d.record() != null)
              .filter(d -> d.record().type() == record.type())
              .count();
      boolean lenses =
          history.stream()
              .anyMatch(s -> s.pattern().equals(one.pattern()) && !s.lenses().isEmpty());
      if (same > 1 && lenses) {
        throw Shape.bad(
            "the record of '" + one.pattern() + "' has lenses and is used elsewhere: make it two");
      }
    }
  }
}
