package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * For the children of one parent a change is a list of indices that were taken out and a list of
 * indices that were put in; a node that a change does not name is shifted by them.
 */
/** Composes two changes of one tree. O(n log n) in the steps of both. */
final class TreeComposer {
  /** Where a node was and is; null is the trash, or nowhere yet. */
  private record Path(
      OpId node, boolean created, TreeStep.@Nullable Place from, TreeStep.@Nullable Place to) {}

  private static final Comparator<Optional<OpId>> PARENTS =
      (a, b) ->
          a.isEmpty() || b.isEmpty()
              ? Boolean.compare(a.isPresent(), b.isPresent())
              : a.get().compareTo(b.get());

  private final TreeMap<OpId, Path> first = new TreeMap<>();
  private final TreeMap<OpId, Path> next = new TreeMap<>();
  private final Shift firstShift;
  private final Shift nextShift;

  private TreeComposer(List<TreeStep> first, List<TreeStep> next) {
    first.forEach(step -> this.first.put(step.node(), path(step)));
    next.forEach(step -> this.next.put(step.node(), path(step)));
    this.firstShift = new Shift(this.first);
    this.nextShift = new Shift(this.next);
  }

  static ContainerEvent.NodesChanged compose(
      ContainerEvent.NodesChanged first, ContainerEvent.NodesChanged next) {
    TreeComposer composer = new TreeComposer(first.steps(), next.steps());
    return new ContainerEvent.NodesChanged(first.container(), composer.steps());
  }

  private static Path path(TreeStep step) {
    if (step instanceof TreeStep.Created created) {
      return new Path(step.node(), true, null, created.to());
    } else if (step instanceof TreeStep.Moved moved) {
      return new Path(step.node(), false, moved.from(), moved.to());
    } else if (step instanceof TreeStep.Deleted deleted) {
      return new Path(step.node(), false, deleted.from(), null);
    }
    return new Path(step.node(), false, null, ((TreeStep.Restored) step).to());
  }

  private List<TreeStep> steps() {
    List<TreeStep> steps = new ArrayList<>();
    TreeMap<Optional<OpId>, List<Path>> arrivals = new TreeMap<>(PARENTS);
    TreeMap<OpId, Path> all = new TreeMap<>();
    first.values().forEach(path -> all.put(path.node, composed(path)));
    next.values().forEach(path -> all.computeIfAbsent(path.node, node -> later(path)));
    for (Path path : all.values()) {
      if (path.to != null) {
        arrivals.computeIfAbsent(path.to.parent(), p -> new ArrayList<>()).add(path);
      } else if (path.from != null) {
        steps.add(new TreeStep.Deleted(path.node, path.from));
      }
    }
    arrivals.values().forEach(paths -> paths.sort(Comparator.comparingInt(p -> index(p.to))));
    addArrivals(arrivals, all, steps);
    return steps;
  }

  /** What became of a node that the first change names. */
  private Path composed(Path path) {
    Path then = next.get(path.node);
    if (then != null) {
      return new Path(path.node, path.created, path.from, then.to);
    }
    TreeStep.Place to = path.to == null ? null : nextShift.forward(path.to);
    return new Path(path.node, path.created, path.from, to);
  }

  /** What became of a node that only the next change names. */
  private Path later(Path path) {
    TreeStep.Place from = path.from == null ? null : firstShift.back(path.from);
    return new Path(path.node, path.created, from, path.to);
  }

  /** Parents before what is put below them. */
  private static void addArrivals(
      TreeMap<Optional<OpId>, List<Path>> arrivals, TreeMap<OpId, Path> all, List<TreeStep> steps) {
    ArrayDeque<Optional<OpId>> todo = new ArrayDeque<>();
    for (Optional<OpId> parent : arrivals.keySet()) {
      Path itself = parent.isEmpty() ? null : all.get(parent.get());
      if (itself == null || itself.to == null) {
        todo.add(parent);
      }
    }
    for (Optional<OpId> parent = todo.poll(); parent != null; parent = todo.poll()) {
      for (Path path : arrivals.get(parent)) {
        steps.add(arrival(path));
        Optional<OpId> below = Optional.of(path.node);
        if (arrivals.containsKey(below)) {
          todo.add(below);
        }
      }
    }
  }

  private static TreeStep arrival(Path path) {
    TreeStep.Place to = path.to;
    if (to == null) {
      throw new IllegalStateException("a node that arrives nowhere: " + path.node);
    }
    if (path.from != null) {
      return new TreeStep.Moved(path.node, path.from, to);
    }
    return path.created
        ? new TreeStep.Created(path.node, to)
        : new TreeStep.Restored(path.node, to);
  }

  private static int index(TreeStep.@Nullable Place place) {
    return place == null ? -1 : place.index();
  }

  /** How a change shifts the nodes that it does not name, for each parent. */
  private static final class Shift {
    private final TreeMap<Optional<OpId>, List<Integer>> out = new TreeMap<>(PARENTS);
    private final TreeMap<Optional<OpId>, List<Integer>> in = new TreeMap<>(PARENTS);

    Shift(TreeMap<OpId, Path> paths) {
      for (Path path : paths.values()) {
        add(out, path.from);
        add(in, path.to);
      }
      out.values().forEach(indices -> indices.sort(null));
      in.values().forEach(indices -> indices.sort(null));
    }

    private static void add(
        TreeMap<Optional<OpId>, List<Integer>> indices, TreeStep.@Nullable Place place) {
      if (place != null) {
        indices.computeIfAbsent(place.parent(), p -> new ArrayList<>()).add(place.index());
      }
    }

    TreeStep.Place forward(TreeStep.Place place) {
      return shift(place, out, in);
    }

    TreeStep.Place back(TreeStep.Place place) {
      return shift(place, in, out);
    }

    private static TreeStep.Place shift(
        TreeStep.Place place,
        TreeMap<Optional<OpId>, List<Integer>> without,
        TreeMap<Optional<OpId>, List<Integer>> with) {
      List<Integer> gone = without.getOrDefault(place.parent(), List.of());
      List<Integer> come = with.getOrDefault(place.parent(), List.of());
      int kept = place.index() - below(gone, place.index());
      return new TreeStep.Place(place.parent(), kept + inFrontOf(come, kept));
    }

    /** How many of the indices are lower. */
    private static int below(List<Integer> indices, int index) {
      int low = 0;
      int high = indices.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (indices.get(middle) < index) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** How many of the indices are taken in front of the node that is the n-th of the others. */
    private static int inFrontOf(List<Integer> indices, int n) {
      int low = 0;
      int high = indices.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (indices.get(middle) - middle <= n) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
