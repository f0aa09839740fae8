package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map in which the rules of the space pick what is shown; see {@link RuledViews}. */
record RuledMap(RuledViews ruled, List<String> path, RuledViews.Place place) implements MapView {
  @Override
  public Optional<Value> get(String key) {
    return candidates(key).stream().findFirst().map(Candidate::value);
  }

  @Override
  public SortedMap<String, Value> entries() {
    return ruled.read(
        state -> {
          TreeMap<String, Value> shown =
              new TreeMap<>(state.at(place.apply(state)).map().entries());
          if (ruled.hasRules()) {
            shown.replaceAll((key, value) -> candidates(state, key).get(0).value());
          }
          return Collections.unmodifiableSortedMap(shown);
        });
  }

  @Override
  public List<Candidate> candidates(String key) {
    return ruled.read(state -> candidates(state, key));
  }

  private List<Candidate> candidates(DocumentState state, String key) {
    ContainerId map = place.apply(state);
    List<Candidate> all = state.at(map).candidates(key);
    return ruled.ordered(RuledViews.below(path, key), map, key, all);
  }

  @Override
  public TextView text(String key) {
    return LockedViews.text(ruled.reader(), state -> state.at(child(state, key, Kind.TEXT)).text());
  }

  @Override
  public MapView map(String key) {
    return new RuledMap(ruled, RuledViews.below(path, key), state -> child(state, key, Kind.MAP));
  }

  @Override
  public SetView set(String key) {
    return LockedViews.set(ruled.reader(), state -> state.at(child(state, key, Kind.SET)).set());
  }

  @Override
  public CounterView counter(String key) {
    return LockedViews.counter(
        ruled.reader(), state -> state.at(child(state, key, Kind.COUNTER)).counter());
  }

  @Override
  public ListView list(String key) {
    return new RuledList(ruled, RuledViews.below(path, key), state -> child(state, key, Kind.LIST));
  }

  @Override
  public TreeView tree(String key) {
    return ruled.tree(RuledViews.below(path, key), state -> child(state, key, Kind.TREE));
  }

  private @Nullable ContainerId child(DocumentState state, String key, Kind kind) {
    ContainerId map = place.apply(state);
    List<Candidate> all = map == null ? List.of() : candidates(state, key);
    return map != null
            && !all.isEmpty()
            && all.get(0).value() instanceof Value.Nested nested
            && nested.kind() == kind
        ? new ContainerId.Child(map, key, kind, nested.generation())
        : null;
  }
}
