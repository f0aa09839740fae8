package dev.rejoin.crdt;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A read view of a list, live; see {@link Views}.
 *
 * <p>A view of what an element holds stays with the element, wherever that is moved.
 */
record ListReader(Containers all, Supplier<@Nullable ContainerId> place) implements ListView {
  @Override
  public int size() {
    ListSequence list = sequence();
    return list == null ? 0 : list.size();
  }

  @Override
  public Value get(int index) {
    ListSequence list = checked(index);
    return list.value(list.elementAt(index));
  }

  @Override
  public OpId element(int index) {
    ListSequence list = checked(index);
    return list.id(list.elementAt(index));
  }

  @Override
  public int indexOf(OpId element) {
    ListSequence list = sequence();
    return list == null ? -1 : list.indexOf(element);
  }

  @Override
  public List<Candidate> candidates(int index) {
    ListSequence list = checked(index);
    return list.slots().entry(list.elementAt(index)).candidates();
  }

  @Override
  public List<ListItem> items() {
    ListSequence list = sequence();
    return list == null ? List.of() : list.items();
  }

  @Override
  public TextView text(int index) {
    return Views.text(all, held(index, Kind.TEXT));
  }

  @Override
  public MapView map(int index) {
    return Views.map(all, held(index, Kind.MAP));
  }

  @Override
  public SetView set(int index) {
    return Views.set(all, held(index, Kind.SET));
  }

  @Override
  public TreeView tree(int index) {
    return Views.tree(all, held(index, Kind.TREE));
  }

  @Override
  public CounterView counter(int index) {
    return Views.counter(all, held(index, Kind.COUNTER));
  }

  @Override
  public ListView list(int index) {
    return Views.list(all, held(index, Kind.LIST));
  }

  private ContainerId held(int index, Kind kind) {
    OpId element = element(index);
    ContainerId list = place.get();
    if (list == null) {
      throw new IllegalStateException("a list that is not there has an element");
    }
    return new ContainerId.Element(list, element, kind);
  }

  private ListSequence checked(int index) {
    Refusal.checkIndex(index, size());
    ListSequence list = sequence();
    if (list == null) {
      throw new IllegalStateException("a list that is not there has an element");
    }
    return list;
  }

  private @Nullable ListSequence sequence() {
    ContainerId id = place.get();
    return id == null ? null : all.list(id);
  }
}
