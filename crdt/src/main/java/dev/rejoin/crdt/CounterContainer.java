package dev.rejoin.crdt;

import java.util.List;

/** A counter: the sum of all increments, wrapping at 64 bits so that their order never matters. */
final class CounterContainer extends Container {
  private long total;
  private long before;

  CounterContainer(ContainerId id) {
    super(id);
  }

  long total() {
    return total;
  }

  void add(long amount, UndoLog undo) {
    total += amount;
    undo.add(() -> total -= amount);
  }

  @Override
  boolean showsSomething() {
    return total != 0;
  }

  @Override
  boolean isBlank() {
    return total == 0;
  }

  @Override
  void collect(List<ContainerEvent> events) {
    if (total != before) {
      events.add(new ContainerEvent.TotalChanged(id(), before, total));
    }
  }

  @Override
  void settle() {
    before = total;
  }

  @Override
  void write(SnapshotWriter out) {
    out.signed(total);
  }

  static CounterContainer read(ContainerId id, SnapshotReader in) {
    CounterContainer container = new CounterContainer(id);
    container.total = in.signed();
    container.before = container.total;
    return container;
  }
}
