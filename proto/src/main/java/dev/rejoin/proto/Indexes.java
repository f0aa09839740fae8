package dev.rejoin.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers names in the order in which they come, quickly where there are few. */
final class Indexes<T> {
  /** Up to this many names, looking at each is faster than a map. */
  private static final int FEW = 8;

  private final List<@Nullable T> names = new ArrayList<>();
  private @Nullable Map<@Nullable T, Integer> many;

  void clear() {
    names.clear();
    many = null;
  }

  int size() {
    return names.size();
  }

  /** The index of a name, or -1. */
  int find(T name) {
    if (many != null) {
      return many.getOrDefault(name, -1);
    }
    for (int i = 0; i < names.size(); i++) {
      T known = names.get(i);
      if (known == name || name.equals(known)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a name that is not there yet; null takes an index that nothing has. */
  int add(@Nullable T name) {
    names.add(name);
    if (many != null) {
      many.put(name, names.size() - 1);
    } else if (names.size() > FEW) {
      many = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        many.put(names.get(i), i);
      }
    }
    return names.size() - 1;
  }
}
