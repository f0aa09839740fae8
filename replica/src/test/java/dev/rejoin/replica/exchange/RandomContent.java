package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Documents of every kind of container, with names and values that are hard to write. */
final class RandomContent {
  private static final String[] NAMES = {
    "a", "b", "$text", "$x", "$map", "a/b", "ä~", "\"q\"", " ", "\n", "😀", "depth"
  };

  private final Random random;

  RandomContent(long seed) {
    random = new Random(seed);
  }

  SortedMap<String, List<Content>> document() {
    SortedMap<String, List<Content>> roots = new TreeMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      List<Content> all = new ArrayList<>();
      TreeSet<Integer> kinds = new TreeSet<>();
      for (int k = random.nextInt(8) == 0 ? 3 : 1; k > 0; k--) {
        kinds.add(random.nextInt(7));
      }
      kinds.forEach(kind -> all.add(content(kind, 0)));
      roots.put(name(), all);
    }
    return roots;
  }

  private Content content(int kind, int depth) {
    return switch (kind) {
      case 0 -> new Content.Text(text());
      case 1 -> entries(depth);
      case 2 -> items(depth);
      case 3 -> elements();
      case 4 -> new Content.Count(random.nextInt(5) == 0 ? Long.MIN_VALUE : random.nextInt(99));
      case 5 -> nodes(depth);
      default -> new Content.Plain(value());
    };
  }

  private Content any(int depth) {
    return content(depth > 3 || random.nextBoolean() ? 6 : random.nextInt(7), depth + 1);
  }

  private Content.Entries entries(int depth) {
    SortedMap<String, Content> entries = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.put(name(), any(depth));
    }
    return new Content.Entries(entries);
  }

  private Content.Items items(int depth) {
    List<Content> items = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      items.add(any(depth));
    }
    return new Content.Items(items);
  }

  private Content.Elements elements() {
    TreeSet<Value> elements = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(value());
    }
    return new Content.Elements(elements);
  }

  private Content.Nodes nodes(int depth) {
    List<Content.Node> nodes = new ArrayList<>();
    int level = -1;
    for (int i = random.nextInt(8); i > 0; i--) {
      level = random.nextInt(level + 2);
      nodes.add(new Content.Node(level, entries(depth + 1)));
    }
    return new Content.Nodes(nodes);
  }

  RichText text() {
    RichTextBuilder builder = new RichTextBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      SortedMap<String, Value> formats = new TreeMap<>();
      if (random.nextBoolean()) {
        formats.put(random.nextBoolean() ? "bold" : name(), value());
      }
      builder.add(name() + "word ", formats);
    }
    return builder.build();
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private Value value() {
    return switch (random.nextInt(9)) {
      case 0 -> Value.of(random.nextLong());
      case 1 -> Value.of(random.nextGaussian());
      case 2 -> Value.of(random.nextBoolean());
      case 3 -> Value.of(new byte[] {(byte) random.nextInt(), 0, 1});
      case 4 -> Value.of(new double[] {Double.NaN, -0.0, 1e300, 1, -1.0 / 0}[random.nextInt(5)]);
      case 5 -> Value.of("");
      default -> Value.of(name() + random.nextInt(3));
    };
  }
}
