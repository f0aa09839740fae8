package dev.rejoin.lab.tidy.bad.crdt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sample that no purity rule may catch. */
public final class Pure extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public Pure(String message) {
    super(message);
  }

  Map<String, Integer> count(List<String> words) {
    Map<String, Integer> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return new LinkedHashMap<>(counts);
  }
}
