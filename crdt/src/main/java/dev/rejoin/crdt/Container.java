package dev.rejoin.crdt;

import java.util.List;

/**
 * The state of one container: a pure function of the ops on it, whatever their order of arrival.
 *
 * <p>Mutations record their inverse. Each container remembers what it showed when it was first
 * changed after the last {@link #settle}, so that an event can tell before from after.
 */
abstract sealed class Container
    permits TextContainer,
        EntryContainer,
        SetContainer,
        CounterContainer,
        ListContainer,
        TreeContainer,
        AnnotationsContainer {
  private final ContainerId id;

  /** Whether the current transaction or import changed it. */
  boolean changed;

  Container(ContainerId id) {
    this.id = id;
  }

  final ContainerId id() {
    return id;
  }

  /** Whether readers find anything in it. */
  abstract boolean showsSomething();

  /** Whether its state is that of a container nobody ever changed. */
  abstract boolean isBlank();

  /** Adds what became of it since the last {@link #settle} to an event. */
  abstract void collect(List<ContainerEvent> events);

  /** Ends a transaction or import. */
  abstract void settle();

  abstract void write(SnapshotWriter out);

  /** A blank container of the kind that the id says. */
  static Container create(ContainerId id) {
    return switch (id.kind()) {
      case TEXT -> new TextContainer(id, new TextSequence());
      case MAP, REGISTER -> new EntryContainer(id);
      case SET -> new SetContainer(id);
      case COUNTER -> new CounterContainer(id);
      case LIST -> new ListContainer(id, new ListSequence());
      case TREE -> new TreeContainer(id, new TreeState());
      case ANNOTATIONS -> throw new IllegalStateException("annotations are made beside a text");
    };
  }

  /** Reads what {@link #write} wrote for a container with this id. */
  static Container read(ContainerId id, SnapshotReader in) {
    return switch (id.kind()) {
      case TEXT -> TextContainer.read(id, in);
      case MAP, REGISTER -> EntryContainer.read(id, in);
      case SET -> SetContainer.read(id, in);
      case COUNTER -> CounterContainer.read(id, in);
      case LIST -> new ListContainer(id, ListSnapshot.read(in));
      case TREE -> new TreeContainer(id, TreeSnapshot.read(in));
      case ANNOTATIONS -> throw new IllegalStateException("annotations are read beside a text");
    };
  }
}
