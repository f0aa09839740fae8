package dev.rejoin.replica.schema;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a component is stored, and in which form.
 *
 * @param path keys from the map of the record down
 * @param others further paths that count where they are newer: names that lenses gave later
 * @param conversions from what is stored to what the component shows
 * @param fallback what stands in for nothing
 * @param rest the key of the list of further elements, where the path holds the first one
 */
record Place(
    List<String> path,
    List<List<String>> others,
    List<Conversion> conversions,
    @Nullable Object fallback,
    @Nullable String rest) {
  static Place of(String dotted) {
    return new Place(split(dotted), List.of(), List.of(), null, null);
  }

  static List<String> split(String dotted) {
    return Arrays.asList(dotted.split("\\.", -1));
  }

  Place child(String dotted) {
    List<List<String>> more = others.stream().map(other -> join(other, split(dotted))).toList();
    return new Place(join(path, split(dotted)), more, List.of(), null, null);
  }

  Place also(String dotted) {
    return new Place(path, join(others, List.of(split(dotted))), conversions, fallback, rest);
  }

  Place then(Conversion conversion) {
    return new Place(path, others, join(conversions, List.of(conversion)), fallback, rest);
  }

  Place or(Object other) {
    return new Place(path, others, conversions, other, rest);
  }

  Place withRest(String key) {
    return new Place(path, others, conversions, fallback, key);
  }

  /** Whether it says something that holds for a value only. */
  boolean isMoreThanAPath() {
    return !conversions.isEmpty() || fallback != null || rest != null;
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** The key that is shown: of all names the one written last. */
  private List<String> newest(MapView root) {
    List<String> newest = path;
    Candidate best = candidate(root, path);
    for (List<String> other : others) {
      Candidate candidate = candidate(root, other);
      if (candidate != null && (best == null || isNewer(candidate, best))) {
        best = candidate;
        newest = other;
      }
    }
    return newest;
  }

  private static boolean isNewer(Candidate a, Candidate b) {
    return a.lamport() != b.lamport() ? a.lamport() > b.lamport() : a.put().compareTo(b.put()) > 0;
  }

  private static @Nullable Candidate candidate(MapView root, List<String> path) {
    MapView parent = parent(root, path);
    return parent == null ? null : parent.candidates(last(path)).stream().findFirst().orElse(null);
  }

  private static String last(List<String> path) {
    return path.get(path.size() - 1);
  }

  /** The map above; never made by looking, so it is null where there is none. */
  private static @Nullable MapView parent(MapView root, List<String> path) {
    MapView map = root;
    for (String key : path.subList(0, path.size() - 1)) {
      if (!isNested(map.get(key), Kind.MAP)) {
        return null;
      }
      map = map.map(key);
    }
    return map;
  }

  static boolean isNested(Optional<Value> value, Kind kind) {
    return value.orElse(null) instanceof Value.Nested nested && nested.kind() == kind;
  }

  /** The value that is stored, in any form. */
  Optional<Value> value(MapView root) {
    List<String> shown = newest(root);
    MapView parent = parent(root, shown);
    if (parent == null) {
      requireMaps(root, shown);
    }
    return parent == null ? Optional.empty() : parent.get(last(shown));
  }

  /** Refuses something else where a map must be on the way. */
  private static void requireMaps(MapView root, List<String> path) {
    MapView map = root;
    for (String key : path.subList(0, path.size() - 1)) {
      Optional<Value> value = map.get(key);
      if (value.isPresent() && !isNested(value, Kind.MAP)) {
        throw Scalar.misfit(
            "expected a map under '" + key + "', found " + Scalar.describe(value.get()));
      } else if (value.isEmpty()) {
        return;
      }
      map = map.map(key);
    }
  }

  /** The elements of a nested list or set; empty where there is none. */
  List<Value> elements(MapView root, boolean set) {
    List<String> at = rest == null ? newest(root) : List.of(rest);
    MapView parent = parent(root, at);
    Optional<Value> value = parent == null ? Optional.empty() : parent.get(last(at));
    if (parent == null || value.isEmpty()) {
      return List.of();
    }
    if (!isNested(value, set ? Kind.SET : Kind.LIST)) {
      throw Scalar.misfit(
          "expected a " + (set ? "set" : "list") + ", found " + Scalar.describe(value.get()));
    }
    return set ? List.copyOf(parent.set(last(at)).elements()) : parent.list(last(at)).values();
  }

  /** Writes where every version reads. */
  void put(MapEdit root, Value value) {
    at(root, path).put(last(path), value);
  }

  /** Removes under all names. */
  void remove(MapEdit root) {
    removeAt(root, path);
    others.forEach(other -> removeAt(root, other));
  }

  private static void removeAt(MapEdit root, List<String> path) {
    if (parent(root, path) instanceof MapEdit parent) {
      parent.remove(last(path));
    }
  }

  /** Makes a nested list or set hold just these elements, with as few edits as that takes. */
  void elements(MapEdit root, boolean set, List<Value> wanted) {
    List<Value> there = elements(root, set);
    if (there.equals(wanted)) {
      return;
    }
    List<String> at = rest == null ? newest(root) : List.of(rest);
    MapEdit parent = at(root, at);
    if (set) {
      var edit = parent.set(last(at));
      there.stream().filter(value -> !wanted.contains(value)).forEach(edit::discard);
      wanted.stream().filter(value -> !there.contains(value)).forEach(edit::add);
      return;
    }
    int front = 0;
    int most = Math.min(there.size(), wanted.size());
    while (front < most && there.get(front).equals(wanted.get(front))) {
      front++;
    }
    int back = 0;
    while (back < most - front
        && there.get(there.size() - 1 - back).equals(wanted.get(wanted.size() - 1 - back))) {
      back++;
    }
    var edit = parent.list(last(at));
    if (there.size() - back > front) {
      edit.delete(front, there.size() - back);
    }
    if (wanted.size() - back > front) {
      edit.insertAll(front, wanted.subList(front, wanted.size() - back));
    }
  }

  private static MapEdit at(MapEdit root, List<String> path) {
    MapEdit map = root;
    for (String key : path.subList(0, path.size() - 1)) {
      map = map.map(key);
    }
    return map;
  }
}
