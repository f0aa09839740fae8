package dev.rejoin.lab;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TextMark;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The naive twin of the marks of a text: for each visible atom look at all marks.
 *
 * <p>O(atoms times marks). Source: Litt, Lim, Kleppmann and van Hardenberg, "Peritext: A CRDT for
 * Collaborative Rich Text Editing", 2022.
 */
final class NaiveMarks {
  /** The keys that random edits use. */
  static final List<String> KEYS = List.of("bold", "link", "comment");

  /** Atoms stand four apart, so that each has room for the places in front of it and behind it. */
  private static final int STEP = 4;

  private final List<NaiveText.Shown> order;
  private final TreeMap<OpId, Integer> places = new TreeMap<>();

  /** Those that are not withdrawn, by id. */
  private final TreeMap<OpId, AppliedOp> marks = new TreeMap<>();

  NaiveMarks(List<AppliedOp> ops, ContainerId container) {
    order = new NaiveText(ops, container).order();
    for (int i = 0; i < order.size(); i++) {
      places.put(order.get(i).id(), STEP * i + STEP / 2);
    }
    TreeSet<OpId> revived = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Revive revive) {
        revived.add(revive.delete());
      }
    }
    TreeSet<OpId> withdrawn = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Mark && container.equals(op.op().container())) {
        marks.put(op.id(), op);
      } else if (op.op() instanceof Op.Withdraw withdraw && !revived.contains(op.id())) {
        withdrawn.add(withdraw.mark());
      }
    }
    marks.keySet().removeAll(withdrawn);
  }

  /** The formats of each visible unit. */
  List<TreeMap<String, Value>> units() {
    List<TreeMap<String, Value>> units = new ArrayList<>();
    for (NaiveText.Shown atom : order) {
      if (atom.visible()) {
        units.add(formats(place(new Anchor(atom.id(), Bias.BEFORE)) - 1));
      }
    }
    return units;
  }

  private TreeMap<String, Value> formats(int place) {
    TreeMap<String, AppliedOp> winners = new TreeMap<>();
    for (AppliedOp applied : marks.values()) {
      Op.Mark mark = (Op.Mark) applied.op();
      boolean covers = place(mark.start()) < place && place < place(mark.end());
      if (covers && !mark.overlapping()) {
        winners.merge(mark.key(), applied, NaiveMarks::winner);
      }
    }
    TreeMap<String, Value> formats = new TreeMap<>();
    winners.forEach(
        (key, winner) -> {
          Value value = ((Op.Mark) winner.op()).value();
          if (value != null) {
            formats.put(key, value);
          }
        });
    return formats;
  }

  private static AppliedOp winner(AppliedOp one, AppliedOp other) {
    if (one.lamport() != other.lamport()) {
      return one.lamport() > other.lamport() ? one : other;
    }
    return one.id().compareTo(other.id()) > 0 ? one : other;
  }

  private int place(Anchor anchor) {
    if (anchor.atom() == null) {
      return anchor.bias() == Bias.BEFORE ? -1 : Integer.MAX_VALUE;
    }
    return places.get(anchor.atom()) + (anchor.bias() == Bias.BEFORE ? 1 : -1);
  }

  /** The marks of a key and how many visible units are before their ends. */
  List<TextMark> list(String key) {
    List<TextMark> list = new ArrayList<>();
    marks.forEach(
        (id, applied) -> {
          Op.Mark mark = (Op.Mark) applied.op();
          if (mark.key().equals(key)) {
            int from = visibleBefore(place(mark.start()));
            int to = visibleBefore(place(mark.end()));
            list.add(new TextMark(id, key, mark.value(), from, to, mark.overlapping()));
          }
        });
    return list;
  }

  /** The marks that are not withdrawn and cover an atom, visible or not. */
  TreeSet<OpId> covering(OpId atom) {
    int at = places.get(atom);
    TreeSet<OpId> covering = new TreeSet<>();
    marks.forEach(
        (id, applied) -> {
          Op.Mark mark = (Op.Mark) applied.op();
          if (place(mark.start()) < at && at < place(mark.end())) {
            covering.add(id);
          }
        });
    return covering;
  }

  private int visibleBefore(int place) {
    int count = 0;
    for (int i = 0; i < order.size() && STEP * i + STEP / 2 < place; i++) {
      count += order.get(i).visible() ? 1 : 0;
    }
    return count;
  }

  /** The ids of the overlapping marks. */
  TreeSet<OpId> overlapping() {
    TreeSet<OpId> ids = new TreeSet<>();
    marks.forEach(
        (id, applied) -> {
          if (((Op.Mark) applied.op()).overlapping()) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** Everything that readers see of marks, as text. */
  @Override
  public String toString() {
    List<Object> all = new ArrayList<>(runs(units()));
    KEYS.forEach(key -> all.addAll(list(key)));
    return all.toString();
  }

  /** The same from a view of the engine. */
  static String of(TextView text) {
    List<Object> all = new ArrayList<>(text.formats());
    KEYS.forEach(key -> all.addAll(text.marks(key)));
    return all.toString();
  }

  /** Joins units that have the same formats. */
  static List<FormatRun> runs(List<TreeMap<String, Value>> units) {
    List<FormatRun> runs = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= units.size(); at++) {
      if (at == units.size() || !units.get(at).equals(units.get(from))) {
        runs.add(new FormatRun(from, at, units.get(from)));
        from = at;
      }
    }
    return runs;
  }
}
