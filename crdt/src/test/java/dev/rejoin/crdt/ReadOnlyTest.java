package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Read-only tables read as those of the JDK do, and refuse every change. */
final class ReadOnlyTest {
  private final TreeMap<String, Integer> numbers = new TreeMap<>();
  private final TreeSet<String> names = new TreeSet<>(List.of("a", "b", "c"));
  private final SortedMap<String, Integer> map = ReadOnly.map(numbers);
  private final SortedSet<String> set = ReadOnly.set(names);

  ReadOnlyTest() {
    names.forEach(name -> numbers.put(name, name.charAt(0) - 'a'));
  }

  @Test
  void readsAsTheOriginal() {
    assertEquals(Collections.unmodifiableSortedMap(numbers), map);
    assertEquals(numbers.hashCode(), map.hashCode());
    assertEquals(numbers.toString(), map.toString());
    assertEquals(numbers.subMap("a", "c"), map.subMap("a", "c"));
    assertEquals(numbers.headMap("b"), map.headMap("b"));
    assertEquals(numbers.tailMap("b"), map.tailMap("b"));
    assertEquals("a c", map.firstKey() + " " + map.lastKey());
    assertEquals(1, map.get("b"));
    assertEquals(Collections.unmodifiableSortedSet(names), set);
    assertEquals(names.subSet("a", "c"), set.subSet("a", "c"));
    assertEquals(names.headSet("b"), set.headSet("b"));
    assertEquals(names.tailSet("b"), set.tailSet("b"));
    assertEquals("a c", set.first() + " " + set.last());
  }

  @Test
  void refusesEveryChange() {
    List<Executable> changes =
        List.of(
            () -> map.put("d", 1),
            () -> map.remove("a"),
            map::clear,
            () -> map.keySet().remove("a"),
            () -> map.values().clear(),
            () -> map.entrySet().iterator().next().setValue(7),
            () -> map.headMap("c").clear(),
            () -> set.add("d"),
            () -> set.remove("a"),
            set::clear,
            () -> set.removeIf(name -> true),
            () -> set.tailSet("b").clear());
    changes.forEach(change -> assertThrows(UnsupportedOperationException.class, change));
    assertEquals(3, numbers.size());
    assertEquals(3, names.size());
  }
}
