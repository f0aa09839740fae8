package dev.rejoin.crdt;

import java.util.List;

/** A text: the sequence of its atoms. */
record TextContainer(ContainerId id, TextSequence sequence) implements Container {
  @Override
  public boolean showsSomething() {
    return sequence.length() > 0;
  }

  @Override
  public boolean isBlank() {
    return sequence.isBlank();
  }

  @Override
  public void collect(List<ContainerEvent> events) {
    List<Delta> deltas = sequence.deltas();
    if (!deltas.isEmpty()) {
      events.add(new ContainerEvent.TextChanged(id, deltas));
    }
  }

  @Override
  public void settle() {
    sequence.settle();
  }

  @Override
  public void write(SnapshotWriter out) {
    sequence.write(out);
  }
}
