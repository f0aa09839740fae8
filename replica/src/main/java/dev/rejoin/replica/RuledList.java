package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Contested;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list in which the rules of the space pick the values shown; see {@link RuledViews}. */
record RuledList(RuledViews ruled, List<String> path, RuledViews.Place place) implements ListView {
  @Override
  public int size() {
    return read(ListView::size);
  }

  @Override
  public Value get(int index) {
    return candidates(index).get(0).value();
  }

  @Override
  public OpId element(int index) {
    return read(list -> list.element(index));
  }

  @Override
  public int indexOf(OpId element) {
    return read(list -> list.indexOf(element));
  }

  @Override
  public List<Candidate> candidates(int index) {
    return ruled.read(state -> candidates(state, index));
  }

  private List<Candidate> candidates(DocumentState state, int index) {
    ContainerId id = place.apply(state);
    ListView list = state.at(id).list();
    return ruled.ordered(below(list.element(index)), id, "", list.candidates(index));
  }

  @Override
  public List<ListItem> items() {
    return ruled.read(
        state -> {
          ContainerId id = place.apply(state);
          ListView list = state.at(id).list();
          List<ListItem> items = new ArrayList<>(list.items());
          for (Contested contested : ruled.hasRules() ? state.contested() : List.<Contested>of()) {
            OpId element = contested.element();
            int index =
                element != null && contested.container().equals(id) ? list.indexOf(element) : -1;
            if (index >= 0) {
              items.set(index, new ListItem(element, candidates(state, index).get(0).value()));
            }
          }
          return List.copyOf(items);
        });
  }

  @Override
  public TextView text(int index) {
    Place held = held(index, Kind.TEXT);
    return LockedViews.text(ruled.reader(), state -> state.at(held.id()).text());
  }

  @Override
  public MapView map(int index) {
    Place held = held(index, Kind.MAP);
    return new RuledMap(ruled, held.path(), state -> held.id());
  }

  @Override
  public SetView set(int index) {
    Place held = held(index, Kind.SET);
    return LockedViews.set(ruled.reader(), state -> state.at(held.id()).set());
  }

  @Override
  public CounterView counter(int index) {
    Place held = held(index, Kind.COUNTER);
    return LockedViews.counter(ruled.reader(), state -> state.at(held.id()).counter());
  }

  @Override
  public ListView list(int index) {
    Place held = held(index, Kind.LIST);
    return new RuledList(ruled, held.path(), state -> held.id());
  }

  @Override
  public TreeView tree(int index) {
    Place held = held(index, Kind.TREE);
    return ruled.tree(held.path(), state -> held.id());
  }

  /** What an element holds stays with it, wherever it is moved. */
  private record Place(@Nullable ContainerId id, List<String> path) {}

  private Place held(int index, Kind kind) {
    return ruled.read(
        state -> {
          ContainerId id = place.apply(state);
          OpId element = state.at(id).list().element(index);
          ContainerId held = id == null ? null : new ContainerId.Element(id, element, kind);
          return new Place(held, below(element));
        });
  }

  private List<String> below(OpId element) {
    return RuledViews.below(path, "[" + element + "]");
  }

  private <R> R read(Function<ListView, R> read) {
    return ruled.read(state -> read.apply(state.at(place.apply(state)).list()));
  }
}
