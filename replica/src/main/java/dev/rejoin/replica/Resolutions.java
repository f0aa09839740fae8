package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.rules.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the newest changes of a document what was settled without asking, and what people
 * settled. For one thread; O(changes read x replicas).
 */
final class Resolutions {
  /** How many changes are read at most; what is older is not listed. */
  private static final int MOST_CHANGES = 5_000;

  /** How many pairs of ops are compared at most. */
  private static final int MOST_PAIRS = 100_000;

  /** An op with its id and the place of its change among those read. */
  private record Step(int change, OpId id, Op op) {}

  private record Found(int change, Resolution resolution) {}

  private final Document document;
  private final Provenance provenance;
  private final List<HistoryEntry> entries;
  private final CausalClocks clocks = new CausalClocks();
  private final List<Step> steps = new ArrayList<>();
  private final TreeMap<OpId, Op> byId = new TreeMap<>();
  private final TreeSet<OpId> revived = new TreeSet<>();
  private final List<Found> found = new ArrayList<>();
  private int pairs;

  Resolutions(Document document) {
    this.document = document;
    this.provenance = new Provenance(document.space());
    List<HistoryEntry> all = document.history().entries();
    this.entries = all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size());
  }

  List<Resolution> read(int limit) {
    for (int i = 0; i < entries.size(); i++) {
      Change change = entries.get(i).change();
      clocks.add(change);
      OpId id = change.first();
      for (Op op : change.ops()) {
        steps.add(new Step(i, id, op));
        byId.put(id, op);
        if (op instanceof Op.Revive revive) {
          revived.add(revive.delete());
        }
        id = id.plus(op.atoms());
      }
    }
    return document.read(
        state -> {
          steps.forEach(step -> addWrites(state, step));
          addSets(state);
          addMoves(state);
          found.sort(Comparator.comparingInt(Found::change));
          Collections.reverse(found);
          return found.stream().limit(limit).map(Found::resolution).toList();
        });
  }

  private void addWrites(DocumentState state, Step step) {
    Op op = step.op();
    if (op instanceof Op.Put put) {
      over(state, step, put.container(), put.key(), null, put.seen(), put.value());
    } else if (op instanceof Op.ListSet set) {
      over(state, step, set.container(), "", set.element(), set.seen(), set.value());
    } else if (op instanceof Op.Remove remove) {
      over(state, step, remove.container(), remove.key(), null, remove.seen(), null);
    } else if (op instanceof Op.Dismiss dismiss) {
      String path = path(state, dismiss.container(), dismiss.key(), dismiss.element());
      int count = dismiss.seen().size();
      Instant when = when(step);
      add(
          step,
          path,
          count > 0
              ? new Message.Dismissed(who(step), document.name(), path, when, count)
              : new Message.Recalled(who(step), document.name(), path, when));
    }
  }

  /** A write over several candidates, if it saw several. */
  private void over(
      DocumentState state,
      Step step,
      ContainerId container,
      String key,
      @Nullable OpId element,
      List<OpId> seen,
      @Nullable Value value) {
    TreeSet<OpId> candidates = new TreeSet<>(seen);
    for (OpId id : seen.size() > 1 ? seen : List.<OpId>of()) {
      if (op(id) instanceof Op.Dismiss dismiss) {
        candidates.remove(id);
        dismiss.seen().forEach(candidates::remove);
      }
    }
    int count = candidates.size();
    if (count < 2) {
      return;
    }
    String path = path(state, container, key, element);
    String name = document.name();
    add(
        step,
        path,
        value == null
            ? new Message.RemovedAll(who(step), name, path, when(step), count)
            : new Message.WroteOver(who(step), value, name, path, when(step), count));
  }

  private @Nullable Op op(OpId id) {
    Op known = byId.get(id);
    if (known != null) {
      return known;
    }
    Change change = provenance.change(id);
    long seq = change == null ? 0 : change.from();
    for (Op op : change == null ? List.<Op>of() : change.ops()) {
      if (seq == id.seq()) {
        return op;
      }
      seq += op.atoms();
    }
    return null;
  }

  /** Adds that survived a discard made apart from them. */
  private void addSets(DocumentState state) {
    TreeMap<ContainerId, List<Step>> discards = new TreeMap<>();
    for (Step step : steps) {
      if (step.op() instanceof Op.Discard discard) {
        discards.computeIfAbsent(discard.container(), c -> new ArrayList<>()).add(step);
      }
    }
    for (Step step : discards.isEmpty() ? List.<Step>of() : steps) {
      if (step.op() instanceof Op.Add add && discards.containsKey(add.container())) {
        for (Step other : discards.get(add.container())) {
          Op.Discard discard = (Op.Discard) other.op();
          if (pairs++ < MOST_PAIRS
              && discard.element().equals(add.element())
              && clocks.areConcurrent(step.change(), other.change())
              && state.at(add.container()).set().contains(add.element())) {
            String path = path(state, add.container(), "", null);
            String element = add.element().toString();
            add(
                later(step, other),
                path,
                new Message.AddStays(who(step), who(other), element, document.name(), path));
          }
        }
      }
    }
  }

  /** Moves that survived a delete made apart from them. */
  private void addMoves(DocumentState state) {
    TreeMap<OpId, List<OpId>> slots = new TreeMap<>();
    List<Step> deletes = new ArrayList<>();
    List<Step> moves = new ArrayList<>();
    for (Step step : steps) {
      if (step.op() instanceof Op.ListMove move) {
        moves.add(step);
        slots.computeIfAbsent(move.element(), e -> new ArrayList<>()).add(step.id());
      } else if (step.op() instanceof Op.Delete && !revived.contains(step.id())) {
        deletes.add(step);
      }
    }
    for (Step step : moves) {
      Op.ListMove move = (Op.ListMove) step.op();
      for (Step other : deletes) {
        Op.Delete delete = (Op.Delete) other.op();
        if (pairs++ < MOST_PAIRS
            && delete.container().equals(move.container())
            && clocks.areConcurrent(step.change(), other.change())
            && covers(delete, move.element(), slots.get(move.element()))
            && state.at(move.container()).list().indexOf(move.element()) >= 0) {
          String path = path(state, move.container(), "", null);
          add(
              later(step, other),
              path,
              new Message.MoveStays(who(step), who(other), document.name(), path));
        }
      }
    }
  }

  private static boolean covers(Op.Delete delete, OpId element, List<OpId> slots) {
    for (IdRange range : delete.targets()) {
      if (contains(range, element) || slots.stream().anyMatch(slot -> contains(range, slot))) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(IdRange range, OpId id) {
    return range.replica().equals(id.replica())
        && range.from() <= id.seq()
        && id.seq() <= range.to();
  }

  private static Step later(Step one, Step other) {
    return one.change() > other.change() ? one : other;
  }

  private void add(Step step, String path, Message message) {
    HistoryEntry entry = entries.get(step.change());
    if (!path.isEmpty()) {
      found.add(new Found(step.change(), new Resolution(path, entry.id(), when(step), message)));
    }
  }

  private Instant when(Step step) {
    return Instant.ofEpochMilli(entries.get(step.change()).change().timeMillis());
  }

  private String who(Step step) {
    return provenance.who(entries.get(step.change()).change());
  }

  /** Where it is; empty if readers cannot come upon it any more. */
  private static String path(
      DocumentState state, ContainerId container, String key, @Nullable OpId element) {
    Conflicts.Path path = Conflicts.path(state, state.contested(container, key, element));
    return path == null ? "" : path.text();
  }
}
