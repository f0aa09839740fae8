package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heads of a document as they move, without an object for each step.
 *
 * <p>A line has at most one head. A step costs O(causes of the change), the {@link Heads} that
 * others see O(heads), once after each step that somebody looks at.
 */
final class CurrentHeads {
  private final Lines lines;

  /** The lines that have a head, in no order. Invariant: each has its place and a head above 0. */
  private final List<Line> withHead = new ArrayList<>();

  private @Nullable Heads heads = Heads.none();

  CurrentHeads(Lines lines) {
    this.lines = lines;
  }

  Heads heads() {
    Heads current = heads;
    if (current == null) {
      List<Head> list = new ArrayList<>(withHead.size());
      for (Line line : withHead) {
        OpId id = new OpId(line.replica(), line.endOf(line.head));
        list.add(new Head(id, line.markOf(line.head)));
      }
      current = new Heads(list);
      heads = current;
    }
    return current;
  }

  /** The heads of all other replicas. */
  Heads without(ReplicaId replica) {
    if (withHead.size() == 1 && withHead.get(0).isOf(replica)) {
      return Heads.none();
    }
    return heads().without(replica);
  }

  /** Makes a change a head in place of its causes. */
  void advance(Line line, int ordinal) {
    int after = line.causesFrom(ordinal + 1);
    for (int place = line.causesFrom(ordinal); place < after; place++) {
      long cause = line.cause(place);
      Line other = lines.at(Line.lineOf(cause));
      if (other != line && other.head == Line.ordinalOf(cause)) {
        remove(other);
      }
    }
    set(line, ordinal);
  }

  /** Makes a change the head of its line. */
  void set(Line line, int ordinal) {
    if (line.head == 0) {
      line.headPlace = withHead.size();
      withHead.add(line);
    }
    line.head = ordinal;
    heads = null;
  }

  private void remove(Line line) {
    Line last = withHead.remove(withHead.size() - 1);
    if (last != line) {
      withHead.set(line.headPlace, last);
      last.headPlace = line.headPlace;
    }
    line.head = 0;
  }
}
