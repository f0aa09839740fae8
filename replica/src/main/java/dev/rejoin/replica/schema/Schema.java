package dev.rejoin.replica.schema;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a document is meant to hold, with a version.
 *
 * <p>Immutable, safe for any thread. It refuses local edits that do not fit; edits of others are
 * taken as they are, and {@link #problems} tells. Every change made with it carries its numbers.
 */
public final class Schema {
  private final String name;
  private final SchemaNumbers numbers;
  private final boolean open;
  private final List<Declared> declared;

  Schema(String name, SchemaNumbers numbers, boolean open, List<Declared> declared) {
    this.name = name;
    this.numbers = numbers;
    this.open = open;
    this.declared = List.copyOf(declared);
  }

  /** Begins a schema; its name is for people. */
  public static SchemaBuilder named(String name) {
    return new SchemaBuilder(name);
  }

  public String name() {
    return name;
  }

  /** Version, min_reader and min_writer. */
  public SchemaNumbers numbers() {
    return numbers;
  }

  /** How a record class lies in the maps it is declared for, seen through its lenses. */
  @SuppressWarnings("unchecked") // the type of a class is made from the class
  public <R extends Record> RecordType<R> type(Class<R> type) {
    for (Declared one : declared) {
      RecordType<?> record = one.record();
      if (record != null && record.type() == type) {
        return (RecordType<R>) record;
      }
    }
    return Records.type(type);
  }

  private @Nullable Declared find(ContainerId.Root root) {
    for (Declared one : declared) {
      if (one.matches(root.name(), root.kind())) {
        return one;
      }
    }
    return null;
  }

  /**
   * Refuses edits that do not fit. What an undo brings back is taken as it was.
   *
   * @throws RejoinException SCHEMA_MISMATCH with the container, and what was expected there
   */
  public void check(List<Op> ops) {
    for (Op op : ops) {
      if (op instanceof Op.Undoes) {
        return;
      }
      ContainerId container = op.container();
      if (container != null) {
        check(op, container);
      }
    }
  }

  private void check(Op op, ContainerId container) {
    Stored stored = stored(container);
    String key = op instanceof Op.Put put && container.kind() == Kind.MAP ? put.key() : "";
    try {
      if (op instanceof Op.Put put) {
        Stored at = key.isEmpty() ? stored : stored.field(key);
        if (at == null) {
          throw Scalar.misfit("the schema has no such field");
        }
        at.require(put.value());
      } else if (op instanceof Op.Add add) {
        stored.inner().require(add.element());
      } else if (op instanceof Op.ListSet set) {
        stored.inner().require(set.value());
      } else if (op instanceof Op.ListInsert insert) {
        insert.values().forEach(stored.inner()::require);
      }
    } catch (RejoinException e) {
      throw at(container + (key.isEmpty() ? "" : "." + key), e);
    }
  }

  private RejoinException at(String path, RejoinException e) {
    String detail = Problem.detail(e);
    return new RejoinException(
        e.code(),
        "%s: %s (schema '%s' version %d)".formatted(path, detail, name, numbers.version()),
        e);
  }

  /** What may be stored in a container. */
  private Stored stored(ContainerId container) {
    if (container instanceof ContainerId.Root root) {
      Declared found = find(root);
      if (found == null && !open) {
        throw at(root.name(), Scalar.misfit("the schema has no such " + word(root.kind())));
      }
      return found == null ? Stored.FREE : found.stored();
    }
    ContainerId parent = container.parent();
    Stored above = parent == null ? Stored.FREE : stored(parent);
    Stored here =
        container instanceof ContainerId.Child child ? above.field(child.key()) : above.inner();
    boolean fits = here instanceof Stored.Free || here != null && here.kind() == container.kind();
    if (here == null || !fits) {
      throw at(
          container.toString(),
          Scalar.misfit("the schema has no " + word(container.kind()) + " there"));
    }
    return here;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What a document shows that does not fit, in the order of its containers; never fails. */
  public List<Problem> problems(DocumentState state) {
    List<Problem> problems = new ArrayList<>();
    for (ContainerId.Root root : state.roots()) {
      Declared found = find(root);
      if (found != null) {
        collect(state, root.name(), found, problems);
      } else if (!open) {
        Problem.note(
            problems,
            root.name(),
            () -> {
              throw Scalar.misfit("the schema has no such " + word(root.kind()));
            });
      }
    }
    return List.copyOf(problems);
  }

  private static void collect(
      DocumentState state, String name, Declared found, List<Problem> problems) {
    RecordType<?> record = found.record();
    Stored element = found.stored().inner();
    switch (found.kind()) {
      case MAP -> {
        if (record != null) {
          problems.addAll(record.problems(state.map(name), name));
        }
      }
      case REGISTER -> {
        Optional<Value> value = state.register(name).value();
        value.ifPresent(v -> Problem.note(problems, name, () -> found.stored().require(v)));
      }
      case SET ->
          state
              .set(name)
              .elements()
              .forEach(v -> Problem.note(problems, name, () -> element.require(v)));
      case LIST -> collect(state.list(name), name, record, element, problems);
      default -> {}
    }
  }

  private static void collect(
      ListView list,
      String name,
      @Nullable RecordType<?> record,
      Stored element,
      List<Problem> problems) {
    List<ListItem> items = list.items();
    for (int i = 0; i < items.size(); i++) {
      String path = name + "[" + i + "]";
      Value value = items.get(i).value();
      int before = problems.size();
      Problem.note(problems, path, () -> element.require(value));
      if (record != null && problems.size() == before) {
        problems.addAll(record.problems(list.map(i), path));
      }
    }
  }

  @Override
  public String toString() {
    return "schema '" + name + "' version " + numbers.version();
  }
}
