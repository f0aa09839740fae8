package dev.rejoin.replica.schema;

import dev.rejoin.crdt.MapContent;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record class as the contents of a map: each component is a field of its own, so that edits of
 * different components merge.
 *
 * <p>Immutable, safe for any thread. Keys of the map that belong to no component are left alone.
 * Uses reflection for each component.
 *
 * @see Records
 */
public final class RecordType<R extends Record> {
  /** A component that is no record itself. */
  record Leaf(String name, Form form, Place place) {}

  private final Class<R> type;
  private final Shape shape;
  private final Lenses lenses;
  private final List<Leaf> leaves = new ArrayList<>();

  RecordType(Class<R> type, Lenses lenses) {
    this.type = type;
    this.shape = Shape.of(type);
    this.lenses = lenses;
    collect(shape, "");
    lenses.requireEndIn(leaves.stream().map(Leaf::name).toList(), type);
    leaves.forEach(RecordType::check);
  }

  private void collect(Shape of, String prefix) {
    for (Shape.Component component : of.components()) {
      String name = prefix + component.name();
      if (component.form() instanceof Form.Part part) {
        collect(part.shape(), name + ".");
      } else {
        leaves.add(new Leaf(name, component.form(), lenses.place(name)));
      }
    }
  }

  private static void check(Leaf leaf) {
    Place place = leaf.place();
    boolean many = leaf.form() instanceof Form.Many;
    boolean list = leaf.form() instanceof Form.Many of && !of.set();
    int steps = place.conversions().size();
    if (place.rest() != null && (!list || place.path().size() != 1)) {
      throw Shape.bad("the lens on '" + leaf.name() + "' spreads into something that is no list");
    }
    if (steps > 0 && many) {
      throw Shape.bad("the lens on '" + leaf.name() + "' converts a list or set");
    }
    boolean empty = place.fallback() instanceof Collection<?> none && none.isEmpty();
    if (many && place.fallback() != null && !empty) {
      throw Shape.bad("the default of '" + leaf.name() + "' is not empty: such lists begin empty");
    }
    if (leaf.form() instanceof Form.One one) {
      Object fallback = place.fallback();
      Class<?> shown = one.scalar().type();
      if (steps > 0 && place.conversions().get(steps - 1).to().type() != shown) {
        throw Shape.bad("the lens on '" + leaf.name() + "' does not end in " + one.scalar());
      }
      if (fallback != null && !(fallback instanceof Optional) && !shown.isInstance(fallback)) {
        throw Shape.bad("the default of '" + leaf.name() + "' is no " + one.scalar());
      }
    }
  }

  /** The record class. */
  public Class<R> type() {
    return type;
  }

  Stored.Fields stored() {
    return Stored.of(leaves, lenses.dropped());
  }

  /**
   * The record that a map holds.
   *
   * @throws RejoinException FIELD_MISSING or SCHEMA_MISMATCH, with the name of the field
   */
  public R read(MapView map) {
    return type.cast(make(shape, "", map));
  }

  /** The record that a map holds; empty if the map has none of its fields. */
  public Optional<R> find(MapView map) {
    return isAbsent("", map) ? Optional.empty() : Optional.of(read(map));
  }

  private Record make(Shape of, String prefix, MapView map) {
    Object[] values = new Object[of.components().size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Component component = of.components().get(i);
      String name = prefix + component.name();
      if (component.form() instanceof Form.Part part) {
        boolean absent = part.optional() && isAbsent(name + ".", map);
        Record nested = absent ? null : make(part.shape(), name + ".", map);
        values[i] = part.optional() ? Optional.ofNullable(nested) : nested;
      } else {
        values[i] = read(leaf(name), map);
      }
    }
    return of.make(values);
  }

  private Leaf leaf(String name) {
    return leaves.stream().filter(leaf -> leaf.name().equals(name)).findFirst().orElseThrow();
  }

  private boolean isAbsent(String prefix, MapView map) {
    return leaves.stream()
        .filter(leaf -> leaf.name().startsWith(prefix))
        .allMatch(
            leaf ->
                leaf.place().value(map).isEmpty()
                    && (leaf.place().rest() == null
                        || leaf.place().elements(map, false).isEmpty()));
  }

  private static @Nullable Object read(Leaf leaf, MapView map) {
    try {
      return leaf.form() instanceof Form.Many many
          ? readMany(many, leaf.place(), map)
          : readOne((Form.One) leaf.form(), leaf, map);
    } catch (RejoinException e) {
      String detail = Problem.detail(e);
      throw e.code() == ErrorCode.FIELD_MISSING
          ? e
          : new RejoinException(e.code(), "field '" + leaf.name() + "': " + detail, e);
    }
  }

  private static Object readOne(Form.One form, Leaf leaf, MapView map) {
    Place place = leaf.place();
    Value value = place.value(map).orElse(null);
    if (value == null) {
      Object fallback = place.fallback();
      if (form.optional()) {
        return fallback instanceof Optional || fallback == null
            ? Objects.requireNonNullElse(fallback, Optional.empty())
            : Optional.of(fallback);
      }
      if (fallback == null) {
        throw new RejoinException(
            ErrorCode.FIELD_MISSING, "field '" + leaf.name() + "' is not there");
      }
      return fallback;
    }
    List<Conversion> steps = place.conversions();
    Object read = (steps.isEmpty() ? form.scalar() : steps.get(0).from()).read(value);
    for (Conversion step : steps) {
      read = step.forth(read);
    }
    return form.optional() ? Optional.of(read) : read;
  }

  private static Object readMany(Form.Many form, Place place, MapView map) {
    List<Object> all = new ArrayList<>();
    if (place.rest() != null) {
      place.value(map).ifPresent(first -> all.add(form.element().read(first)));
    }
    place.elements(map, form.set()).forEach(value -> all.add(form.element().read(value)));
    if (form.set()) {
      Set<Object> set = new LinkedHashSet<>(all);
      return java.util.Collections.unmodifiableSet(set);
    }
    return List.copyOf(all);
  }

  /** All fields of a record, to be written with {@link MapEdit#putAll(MapContent)}. */
  public MapContent content(R record) {
    return map -> write(record, null, map);
  }

  /**
   * Changes the record in a map and writes only the fields that {@code change} made different: what
   * others do to the other fields at the same time stays.
   *
   * @return the record as it is now
   */
  public R update(MapEdit map, UnaryOperator<R> change) {
    R before = read(map);
    R after = change.apply(before);
    write(after, before, map);
    return after;
  }

  private void write(R after, @Nullable R before, MapEdit map) {
    for (Leaf leaf : leaves) {
      Object wanted = get(after, leaf.name());
      Object there = before == null ? null : get(before, leaf.name());
      if (before == null || !Objects.deepEquals(wanted, there)) {
        try {
          write(leaf, wanted, map);
        } catch (RejoinException e) {
          throw new RejoinException(
              e.code(), "field '" + leaf.name() + "' of " + type.getSimpleName() + " refuses", e);
        }
      }
    }
  }

  /** What a record has under a dotted name; null where an Optional on the way is empty. */
  private @Nullable Object get(Record record, String dotted) {
    Object at = record;
    Shape of = shape;
    for (String name : Place.split(dotted)) {
      Shape.Component component =
          of.components().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
      at = Shape.get((Record) at, component);
      if (at instanceof Optional<?> optional) {
        at = optional.orElse(null);
      }
      if (at == null) {
        return null;
      }
      of = component.form() instanceof Form.Part part ? part.shape() : of;
    }
    return at;
  }

  private static void write(Leaf leaf, @Nullable Object wanted, MapEdit map) {
    Place place = leaf.place();
    if (leaf.form() instanceof Form.Many many) {
      List<Value> values = new ArrayList<>();
      if (wanted instanceof Iterable<?> elements) {
        elements.forEach(element -> values.add(many.element().write(element)));
      }
      if (place.rest() != null) {
        writeFirst(place, values, map);
      } else {
        place.elements(map, many.set(), values);
      }
    } else if (wanted == null) {
      place.remove(map);
    } else {
      Object stored = wanted;
      for (int i = place.conversions().size() - 1; i >= 0; i--) {
        stored = place.conversions().get(i).back(stored);
      }
      Form.One one = (Form.One) leaf.form();
      Scalar form =
          place.conversions().isEmpty() ? one.scalar() : place.conversions().get(0).from();
      place.put(map, form.write(stored));
    }
  }

  private static void writeFirst(Place place, List<Value> values, MapEdit map) {
    if (values.isEmpty()) {
      place.remove(map);
    } else if (!place.value(map).equals(Optional.of(values.get(0)))) {
      place.put(map, values.get(0));
    }
    place.elements(map, false, values.isEmpty() ? values : values.subList(1, values.size()));
  }

  /**
   * What in a map does not fit: unknown keys are not among it, because newer versions have some.
   */
  List<Problem> problems(MapView map, String path) {
    List<Problem> problems = new ArrayList<>();
    collect(shape, "", map, path, problems);
    if (problems.isEmpty()) {
      Problem.note(problems, path, () -> read(map));
    }
    return problems;
  }

  private void collect(Shape of, String prefix, MapView map, String path, List<Problem> problems) {
    for (Shape.Component component : of.components()) {
      String name = prefix + component.name();
      if (!(component.form() instanceof Form.Part part)) {
        Problem.note(problems, path + "." + name, () -> read(leaf(name), map));
      } else if (!part.optional()) {
        collect(part.shape(), name + ".", map, path, problems);
      } else {
        Problem.note(
            problems,
            path + "." + name,
            () -> {
              if (!isAbsent(name + ".", map)) {
                collect(part.shape(), name + ".", map, path, problems);
              }
            });
      }
    }
  }
}
