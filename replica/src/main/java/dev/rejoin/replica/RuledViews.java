package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.RegisterView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.rules.Decider;
import dev.rejoin.replica.rules.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Read views of a document in which the rules of its space pick the value shown among candidates.
 *
 * <p>Where there is one candidate, or no rule for the document, they read as the plain views do and
 * cost no more.
 */
final class RuledViews {
  private final LockedViews.Reader reader;
  private final Space space;
  private final String document;

  /** Views of what {@code reader} reads: a document as it is, or as it was. */
  RuledViews(LockedViews.Reader reader, Space space, String document) {
    this.reader = reader;
    this.space = space;
    this.document = document;
  }

  /** Finds a container; null while nothing is there. */
  interface Place extends Function<DocumentState, @Nullable ContainerId> {}

  MapView map(String root) {
    ContainerId id = new ContainerId.Root(root, Kind.MAP);
    return new RuledMap(this, List.of(root), state -> id);
  }

  ListView list(String root) {
    ContainerId id = new ContainerId.Root(root, Kind.LIST);
    return new RuledList(this, List.of(root), state -> id);
  }

  TreeView tree(String root) {
    ContainerId id = new ContainerId.Root(root, Kind.TREE);
    return tree(List.of(root), state -> id);
  }

  TreeView tree(List<String> path, Place place) {
    return new LockedTree(
        reader(),
        state -> state.at(place.apply(state)).tree(),
        node ->
            new RuledMap(
                this,
                below(path, "[" + node + "]"),
                state -> {
                  ContainerId tree = place.apply(state);
                  return tree == null ? null : new ContainerId.Element(tree, node, Kind.MAP);
                }));
  }

  RegisterView register(String root) {
    ContainerId id = new ContainerId.Root(root, Kind.REGISTER);
    return new RegisterView() {
      @Override
      public Optional<Value> value() {
        return candidates().stream().findFirst().map(Candidate::value);
      }

      @Override
      public List<Candidate> candidates() {
        return read(state -> ordered(List.of(root), id, "", state.at(id).candidates("")));
      }
    };
  }

  LockedViews.Reader reader() {
    return reader;
  }

  <R> R read(Function<DocumentState, R> read) {
    return reader.read(read);
  }

  Decider decider() {
    return new Decider(space.rules().current(), space.ruleFunctions());
  }

  /** Whether some place of the document has a rule. */
  boolean hasRules() {
    return decider().rules().names(document);
  }

  /** The candidates of a place, the one that is shown by the rules first. */
  List<Candidate> ordered(
      List<String> path, @Nullable ContainerId container, String key, List<Candidate> all) {
    if (all.size() < 2 || container == null) {
      return all;
    }
    Decider decider = decider();
    if (!decider.rules().names(document)) {
      return all;
    }
    int shown = decide(decider, path, container, key, all).index();
    if (shown == 0) {
      return all;
    }
    List<Candidate> ordered = new ArrayList<>(all);
    ordered.add(0, ordered.remove(shown));
    return List.copyOf(ordered);
  }

  /** What rules say of the candidates of a place. */
  Decision decide(
      Decider decider, List<String> path, ContainerId container, String key, List<Candidate> all) {
    Provenance provenance = new Provenance(space);
    return decider.decide(
        document,
        path,
        all.stream().map(candidate -> provenance.candidate(container, candidate)).toList());
  }

  static List<String> below(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
