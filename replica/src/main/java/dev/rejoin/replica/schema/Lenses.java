package dev.rejoin.replica.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lenses of a record, composed: where each component of the newest version is stored. */
final class Lenses {
  /** What is not where its name says, by dotted name. */
  private final TreeMap<String, Place> moved = new TreeMap<>();

  /** Names of older versions that the newest one does not have. */
  private final TreeSet<String> hidden = new TreeSet<>();

  private final List<Place> dropped = new ArrayList<>();

  void apply(Lens lens) {
    if (lens instanceof Lens.Rename rename) {
      move(rename.from(), rename.to(), true);
    } else if (lens instanceof Lens.Add add) {
      requireNew(add.field(), Place.of(add.field()));
      moved.put(add.field(), Place.of(add.field()).or(add.fallback()));
    } else if (lens instanceof Lens.Drop drop) {
      dropped.add(place(drop.field()));
      moved.remove(drop.field());
      hidden.add(drop.field());
    } else if (lens instanceof Lens.Convert convert) {
      convert(convert);
    } else if (lens instanceof Lens.Spread spread) {
      Place single = place(spread.from());
      move(spread.from(), spread.to(), false);
      moved.put(spread.to(), single.withRest(spread.to()));
    } else if (lens instanceof Lens.Nest nest) {
      nest.fields().forEach(field -> move(field, nest.into() + "." + field, false));
    } else if (lens instanceof Lens.Unnest unnest) {
      unnest.fields().forEach(field -> move(unnest.from() + "." + field, field, false));
    }
  }

  private void convert(Lens.Convert convert) {
    Place place = place(convert.field());
    List<Conversion> before = place.conversions();
    Class<?> expects = convert.conversion().from().type();
    if (!before.isEmpty() && before.get(before.size() - 1).to().type() != expects) {
      throw Shape.bad("the lens on '" + convert.field() + "' does not go on where the last ended");
    }
    if (place.rest() != null) {
      throw Shape.bad("the lens on '" + convert.field() + "' converts a list");
    }
    Place then = place.then(convert.conversion());
    Object fallback = place.fallback();
    if (fallback instanceof Optional<?> optional) {
      then = then.or(optional.map(convert.conversion()::forth));
    } else if (fallback != null) {
      then = then.or(convert.conversion().forth(fallback));
    }
    moved.put(convert.field(), then);
  }

  private void move(String from, String to, boolean also) {
    Place place = place(from);
    requireNew(to, place);
    moved.remove(from);
    hidden.add(from);
    Map<String, Place> below = new TreeMap<>(moved.subMap(from + ".", from + "/"));
    below.forEach(
        (name, nested) -> {
          moved.remove(name);
          moved.put(to + name.substring(from.length()), nested);
        });
    moved.put(to, also ? place.also(to) : place);
    hidden.remove(to);
  }

  private void requireNew(String name, Place place) {
    boolean back = place.path().equals(Place.split(name));
    if (moved.containsKey(name) || hidden.contains(name) && !back) {
      throw Shape.bad(
          "a lens uses the name '" + name + "', which another version used for something else");
    }
    if (name.isEmpty() || Place.split(name).contains("")) {
      throw Shape.bad("a lens uses the name '" + name + "'");
    }
  }

  /** Where the newest version finds a component. */
  Place place(String dotted) {
    Place exact = moved.get(dotted);
    if (exact != null) {
      return exact;
    }
    for (int dot = dotted.lastIndexOf('.'); dot > 0; dot = dotted.lastIndexOf('.', dot - 1)) {
      Place above = moved.get(dotted.substring(0, dot));
      if (above != null) {
        return above.child(dotted.substring(dot + 1));
      }
    }
    return Place.of(dotted);
  }

  /** What older versions have and the newest one does not. */
  List<Place> dropped() {
    return dropped;
  }

  /** Refuses lenses that do not end in these components, nested ones with dots. */
  void requireEndIn(List<String> components, Class<?> record) {
    for (String component : components) {
      if (hidden.contains(component)) {
        throw Shape.bad(
            "%s has a component '%s', which a lens took away"
                .formatted(record.getSimpleName(), component));
      }
    }
    for (String name : moved.keySet()) {
      if (!components.contains(name) && moved.get(name).isMoreThanAPath()) {
        throw Shape.bad(
            "a lens on '%s' treats it as a value, which it is not in %s"
                .formatted(name, record.getSimpleName()));
      }
      if (!components.contains(name)
          && components.stream().noneMatch(component -> component.startsWith(name + "."))) {
        throw Shape.bad(
            "the lenses end in '%s', which %s does not have"
                .formatted(name, record.getSimpleName()));
      }
    }
  }
}
