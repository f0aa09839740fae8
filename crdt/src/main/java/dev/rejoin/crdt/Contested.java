package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A register, map entry or element of a list, and what was written to it apart. Immutable.
 *
 * @param key of the map entry; else empty
 * @param element of the list; else null
 * @param candidates those that readers see, the one shown first
 * @param dismissed those that somebody has dismissed and no write has replaced
 */
public record Contested(
    ContainerId container,
    String key,
    @Nullable OpId element,
    List<Candidate> candidates,
    List<Candidate> dismissed) {
  static Contested of(ContainerId container, String key, @Nullable OpId element, Entry entry) {
    return new Contested(container, key, element, entry.candidates(), entry.dismissed());
  }
}
