package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.CounterEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.SetEdit;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Edits containers until they show a wanted content, and edits only what differs. */
final class ContentMerge {
  private ContentMerge() {}

  /** Containers that are not named stay as they are. */
  static void roots(DocumentEdit tx, SortedMap<String, List<Content>> wanted) {
    wanted.forEach((name, all) -> all.forEach(content -> root(tx, name, content)));
  }

  private static void root(DocumentEdit tx, String name, Content content) {
    if (content instanceof Content.Plain plain) {
      if (!tx.register(name).value().equals(Optional.of(plain.value()))) {
        tx.register(name).put(plain.value());
      }
    } else if (content instanceof Content.Text text) {
      text(tx.text(name), text);
    } else if (content instanceof Content.Entries entries) {
      map(tx.map(name), entries);
    } else if (content instanceof Content.Items items) {
      list(tx.list(name), items);
    } else if (content instanceof Content.Elements elements) {
      set(tx.set(name), elements.elements());
    } else if (content instanceof Content.Count count) {
      counter(tx.counter(name), count.total());
    } else if (content instanceof Content.Nodes nodes) {
      new TreeMerge(tx.tree(name)).apply(nodes);
    }
  }

  static void map(MapEdit map, Content.Entries wanted) {
    for (String key : new TreeSet<>(map.entries().keySet())) {
      if (!wanted.entries().containsKey(key)) {
        map.remove(key);
      }
    }
    wanted.entries().forEach((key, content) -> entry(map, key, content));
  }

  private static void entry(MapEdit map, String key, Content content) {
    if (content instanceof Content.Plain plain) {
      if (!map.get(key).equals(Optional.of(plain.value()))) {
        map.put(key, plain.value());
      }
    } else if (content instanceof Content.Text text) {
      text(map.text(key), text);
    } else if (content instanceof Content.Entries entries) {
      map(map.map(key), entries);
    } else if (content instanceof Content.Items items) {
      list(map.list(key), items);
    } else if (content instanceof Content.Elements elements) {
      set(map.set(key), elements.elements());
    } else if (content instanceof Content.Count count) {
      counter(map.counter(key), count.total());
    } else if (content instanceof Content.Nodes nodes) {
      new TreeMerge(map.tree(key)).apply(nodes);
    }
  }

  private static void list(ListEdit list, Content.Items wanted) {
    List<Content> now = ContentReader.list(list).items();
    List<Content> then = wanted.items();
    Map<Content, Integer> numbers = new HashMap<>();
    List<Lcs.Hunk> hunks = Lcs.hunks(numbers(now, numbers), numbers(then, numbers));
    for (int i = hunks.size() - 1; i >= 0; i--) { // from the end: indexes before it stay right
      replace(list, hunks.get(i), now, then);
    }
  }

  private static int[] numbers(List<Content> contents, Map<Content, Integer> known) {
    int[] numbers = new int[contents.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = known.computeIfAbsent(contents.get(i), content -> known.size());
    }
    return numbers;
  }

  /** Elements of one kind are edited where they stand; the rest goes and comes. */
  private static void replace(ListEdit list, Lcs.Hunk hunk, List<Content> now, List<Content> then) {
    int at = hunk.to();
    int wanted = hunk.newTo();
    List<Lcs.Hunk> others =
        Lcs.hunks(
            kinds(now.subList(hunk.from(), hunk.to())),
            kinds(then.subList(hunk.newFrom(), hunk.newTo())));
    for (int i = others.size() - 1; i >= 0; i--) {
      Lcs.Hunk other = others.get(i);
      while (at > hunk.from() + other.to()) {
        item(list, --at, then.get(--wanted));
      }
      at = hunk.from() + other.from();
      list.delete(at, hunk.from() + other.to());
      int newTo = wanted;
      wanted = hunk.newFrom() + other.newFrom();
      insert(list, at, then.subList(wanted, newTo));
    }
    while (at > hunk.from()) {
      item(list, --at, then.get(--wanted));
    }
  }

  private static int[] kinds(List<Content> contents) {
    return contents.stream().mapToInt(Content::kind).toArray();
  }

  private static void item(ListEdit list, int index, Content content) {
    if (content instanceof Content.Plain plain) {
      list.set(index, plain.value());
    } else if (content instanceof Content.Text text) {
      text(list.text(index), text);
    } else if (content instanceof Content.Entries entries) {
      map(list.map(index), entries);
    } else if (content instanceof Content.Items items) {
      list(list.list(index), items);
    } else if (content instanceof Content.Elements elements) {
      set(list.set(index), elements.elements());
    } else if (content instanceof Content.Count count) {
      counter(list.counter(index), count.total());
    } else if (content instanceof Content.Nodes nodes) {
      new TreeMerge(list.tree(index)).apply(nodes);
    }
  }

  /** Plain values that stand together go in as one op. */
  private static void insert(ListEdit list, int index, List<Content> contents) {
    List<Value> plain = new ArrayList<>();
    int at = index;
    for (Content content : contents) {
      if (content instanceof Content.Plain one) {
        plain.add(one.value());
      } else {
        list.insertAll(at, plain);
        at += plain.size();
        plain.clear();
        insertContainer(list, at, content);
        at++;
      }
    }
    list.insertAll(at, plain);
  }

  private static void insertContainer(ListEdit list, int index, Content content) {
    if (content instanceof Content.Text text) {
      text(list.insertText(index), text);
    } else if (content instanceof Content.Entries entries) {
      map(list.insertMap(index), entries);
    } else if (content instanceof Content.Items items) {
      list(list.insertList(index), items);
    } else if (content instanceof Content.Elements elements) {
      set(list.insertSet(index), elements.elements());
    } else if (content instanceof Content.Count count) {
      counter(list.insertCounter(index), count.total());
    } else if (content instanceof Content.Nodes nodes) {
      new TreeMerge(list.insertTree(index)).apply(nodes);
    }
  }

  private static void text(TextEdit text, Content.Text wanted) {
    RichTextMerge.apply(text, wanted.text(), key -> true);
  }

  private static void set(SetEdit set, SortedSet<Value> wanted) {
    for (Value element : new TreeSet<>(set.elements())) {
      if (!wanted.contains(element)) {
        set.discard(element);
      }
    }
    wanted.stream().filter(element -> !set.contains(element)).forEach(set::add);
  }

  /** The difference of two numbers of 64 bits may need several steps. */
  private static void counter(CounterEdit counter, long wanted) {
    while (counter.total() != wanted) {
      BigInteger rest = BigInteger.valueOf(wanted).subtract(BigInteger.valueOf(counter.total()));
      BigInteger most = BigInteger.valueOf(rest.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
      counter.add((rest.signum() < 0 ? rest.max(most) : rest.min(most)).longValueExact());
    }
  }
}
