package dev.rejoin.crdt;

import java.util.List;

/** A counter: the sum of all increments, wrapping at 64 bits so that their order never matters. */
final class CounterContainer implements Container {
  private final ContainerId id;
  private long total;
  private long before;

  CounterContainer(ContainerId id) {
    this.id = id;
  }

  @Override
  public ContainerId id() {
    return id;
  }

  long total() {
    return total;
  }

  void add(long amount, UndoLog undo) {
    total += amount;
    undo.add(() -> total -= amount);
  }

  @Override
  public boolean showsSomething() {
    return total != 0;
  }

  @Override
  public boolean isBlank() {
    return total == 0;
  }

  @Override
  public void collect(List<ContainerEvent> events) {
    if (total != before) {
      events.add(new ContainerEvent.TotalChanged(id, before, total));
    }
  }

  @Override
  public void settle() {
    before = total;
  }

  @Override
  public void write(SnapshotWriter out) {
    out.signed(total);
  }

  static CounterContainer read(ContainerId id, SnapshotReader in) {
    CounterContainer container = new CounterContainer(id);
    container.total = in.signed();
    container.before = container.total;
    return container;
  }
}
