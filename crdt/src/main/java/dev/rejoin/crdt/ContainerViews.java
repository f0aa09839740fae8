package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Views of one container by its id, also of one that is not shown where it lies: live, each call
 * reads the state as it is then. A container that nobody changed reads as empty.
 */
public final class ContainerViews {
  private final Containers all;
  private final @Nullable ContainerId id;

  ContainerViews(Containers all, @Nullable ContainerId id) {
    this.all = all;
    this.id = id;
  }

  public TextView text() {
    return Views.text(all, () -> id);
  }

  public MapView map() {
    return Views.map(all, () -> id);
  }

  public SetView set() {
    return Views.set(all, () -> id);
  }

  public CounterView counter() {
    return Views.counter(all, () -> id);
  }

  public ListView list() {
    return new ListReader(all, () -> id);
  }

  public TreeView tree() {
    return new TreeViews(all, () -> id);
  }

  /** The candidates under a key of a map, or of a register where the key is empty. */
  public List<Candidate> candidates(String key) {
    return id == null ? List.of() : all.entry(id, key).candidates();
  }
}
