package dev.rejoin.crdt;

import java.util.List;

/**
 * The state of one container: a pure function of the ops on it, whatever their order of arrival.
 *
 * <p>Mutations record their inverse. Each container remembers what it showed when it was first
 * changed after the last {@link #settle}, so that an event can tell before from after.
 */
sealed interface Container permits TextContainer, EntryContainer, SetContainer, CounterContainer {
  ContainerId id();

  /** Whether readers find anything in it. */
  boolean showsSomething();

  /** Whether its state is that of a container nobody ever changed. */
  boolean isBlank();

  /** Adds what became of it since the last {@link #settle} to an event. */
  void collect(List<ContainerEvent> events);

  /** Ends a transaction or import. */
  void settle();

  void write(SnapshotWriter out);

  /** A blank container of the kind that the id says. */
  static Container create(ContainerId id) {
    return switch (id.kind()) {
      case TEXT -> new TextContainer(id, new RunText());
      case MAP, REGISTER -> new EntryContainer(id);
      case SET -> new SetContainer(id);
      case COUNTER -> new CounterContainer(id);
    };
  }

  /** Reads what {@link #write} wrote for a container with this id. */
  static Container read(ContainerId id, SnapshotReader in) {
    return switch (id.kind()) {
      case TEXT -> new TextContainer(id, RunText.read(in));
      case MAP, REGISTER -> EntryContainer.read(id, in);
      case SET -> SetContainer.read(id, in);
      case COUNTER -> CounterContainer.read(id, in);
    };
  }
}
