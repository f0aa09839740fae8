package dev.rejoin.crdt;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Sorted tables that refuse to be changed.
 *
 * <p>The JDK has the same, but not where the core runs compiled to JavaScript.
 */
final class ReadOnly {
  private ReadOnly() {}

  /** An unmodifiable view. */
  static <K, V> SortedMap<K, V> map(SortedMap<K, V> map) {
    return new ReadOnlyMap<>(map);
  }

  /** An unmodifiable view. */
  static <E> SortedSet<E> set(SortedSet<E> set) {
    return new ReadOnlySet<>(set);
  }

  private static final class ReadOnlyMap<K, V> extends AbstractMap<K, V>
      implements SortedMap<K, V> {
    private final SortedMap<K, V> map;

    ReadOnlyMap(SortedMap<K, V> map) {
      this.map = map;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
      return Collections.unmodifiableMap(map).entrySet();
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean containsKey(Object key) {
      return map.containsKey(key);
    }

    @Override
    public @Nullable V get(Object key) {
      return map.get(key);
    }

    @Override
    public V remove(Object key) {
      throw new UnsupportedOperationException("a view cannot be changed; edit the document");
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
      return map.comparator();
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
      return new ReadOnlyMap<>(map.subMap(from, to));
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
      return new ReadOnlyMap<>(map.headMap(to));
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
      return new ReadOnlyMap<>(map.tailMap(from));
    }

    @Override
    public K firstKey() {
      return map.firstKey();
    }

    @Override
    public K lastKey() {
      return map.lastKey();
    }
  }

  private static final class ReadOnlySet<E> extends AbstractSet<E> implements SortedSet<E> {
    private final SortedSet<E> set;

    ReadOnlySet(SortedSet<E> set) {
      this.set = set;
    }

    @Override
    public Iterator<E> iterator() {
      return Collections.unmodifiableSet(set).iterator();
    }

    @Override
    public int size() {
      return set.size();
    }

    @Override
    public boolean contains(Object element) {
      return set.contains(element);
    }

    @Override
    public boolean remove(Object element) {
      throw new UnsupportedOperationException("a view cannot be changed; edit the document");
    }

    @Override
    public @Nullable Comparator<? super E> comparator() {
      return set.comparator();
    }

    @Override
    public SortedSet<E> subSet(E from, E to) {
      return new ReadOnlySet<>(set.subSet(from, to));
    }

    @Override
    public SortedSet<E> headSet(E to) {
      return new ReadOnlySet<>(set.headSet(to));
    }

    @Override
    public SortedSet<E> tailSet(E from) {
      return new ReadOnlySet<>(set.tailSet(from));
    }

    @Override
    public E first() {
      return set.first();
    }

    @Override
    public E last() {
      return set.last();
    }
  }
}
