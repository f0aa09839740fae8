package dev.rejoin.crdt;

import java.util.Map;

/**
 * Reads and edits a map inside a transaction.
 *
 * <p>Concurrency rule: each key is a register: a put or remove takes out the candidates it saw, the
 * highest (Lamport time, replica) of the rest is shown, the others are kept. A nested container
 * under a key is the same for everybody who creates it, so work done apart merges; after a remove
 * it starts empty.
 */
public interface MapEdit extends MapView {
  MapEdit put(String key, Value value);

  default MapEdit put(String key, String value) {
    return put(key, Value.of(value));
  }

  default MapEdit put(String key, long value) {
    return put(key, Value.of(value));
  }

  default MapEdit put(String key, double value) {
    return put(key, Value.of(value));
  }

  default MapEdit put(String key, boolean value) {
    return put(key, Value.of(value));
  }

  default MapEdit putAll(Map<String, Value> values) {
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> put(entry.getKey(), entry.getValue()));
    return this;
  }

  /** Writes what a record, or something like it, holds; other keys stay. */
  default MapEdit putAll(MapContent content) {
    content.writeTo(this);
    return this;
  }

  /** Removes what is under a key; without effect where nothing is. */
  MapEdit remove(String key);

  /**
   * Keeps one candidate of a key and dismisses the others. It takes nothing away from what others
   * write meanwhile, an undo brings the others back, and where two keep different ones apart, none
   * is lost: both are candidates again.
   *
   * @param candidate its {@link Candidate#put}; one that was dismissed can be chosen again
   * @throws RefusedEditException if it is no candidate, or was replaced meanwhile
   */
  MapEdit keep(String key, OpId candidate);

  /** The nested text under a key, created if it is not what is shown there. */
  @Override
  TextEdit text(String key);

  @Override
  MapEdit map(String key);

  @Override
  SetEdit set(String key);

  @Override
  CounterEdit counter(String key);

  @Override
  ListEdit list(String key);

  @Override
  TreeEdit tree(String key);
}
