package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A root map of a document: a view that takes the document's lock, and records on top of it. */
record RecordMap(String name, MapView view, DocumentSchema schema) implements SharedMap {
  @Override
  public <R extends Record> R as(Class<R> type) {
    return schema.record(name, type);
  }

  @Override
  public <R extends Record> Optional<R> find(Class<R> type) {
    return schema.findRecord(name, type);
  }

  @Override
  public Optional<Value> get(String key) {
    return view.get(key);
  }

  @Override
  public SortedMap<String, Value> entries() {
    return view.entries();
  }

  @Override
  public List<Candidate> candidates(String key) {
    return view.candidates(key);
  }

  @Override
  public TextView text(String key) {
    return view.text(key);
  }

  @Override
  public MapView map(String key) {
    return view.map(key);
  }

  @Override
  public SetView set(String key) {
    return view.set(key);
  }

  @Override
  public CounterView counter(String key) {
    return view.counter(key);
  }

  @Override
  public ListView list(String key) {
    return view.list(key);
  }

  @Override
  public TreeView tree(String key) {
    return view.tree(key);
  }
}
