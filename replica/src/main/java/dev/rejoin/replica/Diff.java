package dev.rejoin.replica;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Heads;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * How one version of a document became another: what was inserted, deleted, set and moved. Texts
 * are compared by the identity of their atoms, so text that stayed is never told as deleted and
 * written again. Immutable.
 */
public final class Diff {
  private final Heads from;
  private final Heads to;
  private final List<ContainerEvent> changes;
  private final List<DiffText> texts = new ArrayList<>();

  Diff(Heads from, Heads to, List<ContainerEvent> changes, SortedMap<ContainerId, String> before) {
    this.from = from;
    this.to = to;
    this.changes = List.copyOf(changes);
    for (ContainerEvent change : changes) {
      if (change instanceof ContainerEvent.TextChanged text) {
        texts.add(DiffText.of(text, before.getOrDefault(text.container(), "")));
      }
    }
  }

  public Heads from() {
    return from;
  }

  public Heads to() {
    return to;
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What became of each container, in the order of their ids, as if one edit had done it all. */
  public List<ContainerEvent> changes() {
    return changes;
  }

  /** The texts that differ, for showing. */
  public List<DiffText> texts() {
    return List.copyOf(texts);
  }

  /** The texts that differ, whole words in {@code [-deleted-]} and {@code {+inserted+}}. */
  public String word() {
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.container()).append('\n').append(text.word()));
    return all.toString();
  }

  /** The texts that differ, line by line as {@code diff -u} and {@code patch} write it. */
  public String unified() {
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.unified()));
    return all.toString();
  }
}
