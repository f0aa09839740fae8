package dev.rejoin.replica.schema;

import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What may be stored in a place, in the form that it is stored in. */
sealed interface Stored {
  /** A value. */
  record One(Scalar scalar) implements Stored {}

  /** A list or set of values. */
  record Many(Kind kind, Scalar element) implements Stored {}

  /** A map with these keys and no others. */
  record Fields(Map<String, Stored> fields) implements Stored {
    private void add(List<String> path, Stored stored) {
      Stored at = this;
      for (String key : path.subList(0, path.size() - 1)) {
        if (!(at instanceof Fields fields)) {
          return; // a dropped field, in which anything may be
        }
        at = fields.fields().computeIfAbsent(key, k -> new Fields(new TreeMap<>()));
      }
      if (at instanceof Fields fields) {
        fields.fields().putIfAbsent(path.get(path.size() - 1), stored);
      }
    }
  }

  /** A list or tree whose elements are maps. */
  record Maps(Kind kind, Stored element) implements Stored {}

  /** A container in which the schema says nothing. */
  record Plain(Kind kind) implements Stored {}

  /** Anything: a dropped field, or whatever lies in a plain container. */
  record Free() implements Stored {}

  Stored FREE = new Free();

  /** What a record stores, over all of its versions. */
  static Fields of(List<RecordType.Leaf> leaves, List<Place> dropped) {
    Fields root = new Fields(new TreeMap<>());
    for (RecordType.Leaf leaf : leaves) {
      Place place = leaf.place();
      Stored stored = of(leaf.form(), place);
      root.add(place.path(), stored);
      place.others().forEach(other -> root.add(other, stored));
      if (place.rest() != null && leaf.form() instanceof Form.Many many) {
        root.add(List.of(place.rest()), new Many(Kind.LIST, many.element()));
      }
    }
    dropped.forEach(place -> root.add(place.path(), FREE));
    return root;
  }

  private static Stored of(Form form, Place place) {
    if (form instanceof Form.Many many) {
      return place.rest() == null
          ? new Many(many.set() ? Kind.SET : Kind.LIST, many.element())
          : new One(many.element());
    }
    Scalar shown = ((Form.One) form).scalar();
    return new One(place.conversions().isEmpty() ? shown : place.conversions().get(0).from());
  }

  /** The kind of container; null for a value and for anything. */
  default @Nullable Kind kind() {
    if (this instanceof Many many) {
      return many.kind();
    } else if (this instanceof Maps maps) {
      return maps.kind();
    } else if (this instanceof Plain plain) {
      return plain.kind();
    }
    return this instanceof Fields ? Kind.MAP : null;
  }

  /** What may be under a key of this map; null if nothing may. */
  default @Nullable Stored field(String key) {
    return this instanceof Fields of ? of.fields().get(key) : FREE;
  }

  /** What the elements of this list, set or tree may be. */
  default Stored inner() {
    if (this instanceof Maps maps) {
      return maps.element();
    }
    return this instanceof Many many ? new One(many.element()) : FREE;
  }

  /**
   * Refuses a value that may not be here.
   *
   * @throws RejoinException SCHEMA_MISMATCH
   */
  default void require(Value value) {
    if (this instanceof One one) {
      one.scalar().read(value);
    } else if (!(this instanceof Free)
        && !(value instanceof Value.Nested nested && nested.kind() == kind())) {
      throw Scalar.misfit("expected a nested " + kind() + ", found " + Scalar.describe(value));
    }
  }
}
