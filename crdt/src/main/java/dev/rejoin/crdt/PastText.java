package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * A text as it was in one version, or is: nothing changes it any more, and any thread may read it.
 */
final class PastText implements TextView {
  static final PastText EMPTY = new PastText("", List.of(), List.of());

  private final String content;
  private final List<TextRun> runs;

  /** How many units show before each run, and the runs by id. */
  private final int[] starts;

  private final Integer[] byId;

  /** All marks that were not withdrawn, by id. */
  private final List<TextMark> marks;

  private final List<FormatRun> formats;

  /**
   * @param marks those of the version that it does not withdraw, by id
   */
  PastText(String content, List<TextRun> runs, List<Mark> marks) {
    this.content = content;
    this.runs = List.copyOf(runs);
    this.starts = new int[runs.size()];
    this.byId = new Integer[runs.size()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at += runs.get(i).visible() ? (int) runs.get(i).atoms().size() : 0;
      byId[i] = i;
    }
    Arrays.sort(byId, Comparator.comparing((Integer i) -> this.runs.get(i).atoms()));
    this.marks = marks.stream().map(this::placed).toList();
    this.formats = new PastFormats(this, marks).runs();
  }

  private TextMark placed(Mark mark) {
    Op.Mark op = mark.op;
    int from = position(op.start());
    int to = position(op.end());
    return new TextMark(mark.id, op.key(), op.value(), from, to, op.overlapping());
  }

  @Override
  public int length() {
    return content.length();
  }

  @Override
  public String content() {
    return content;
  }

  @Override
  public Anchor anchor(int position, Bias bias) {
    Refusal.checkPosition(position, length());
    if (bias == Bias.BEFORE) {
      return position == 0 ? Anchor.START : new Anchor(atom(position - 1), bias);
    }
    return position == length() ? Anchor.END : new Anchor(atom(position), bias);
  }

  /** Hidden runs start where the visible one behind them does, so the last such run is visible. */
  private OpId atom(int position) {
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return runs.get(low).atoms().first().plus(position - starts[low]);
  }

  @Override
  public int position(Anchor anchor) {
    OpId atom = anchor.atom();
    boolean behind = anchor.bias() == Bias.BEFORE;
    if (atom == null) {
      return behind ? 0 : length();
    }
    int low = 0;
    int high = byId.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(byId[middle]).atoms().first().compareTo(atom) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    IdRange range = high < 0 ? null : runs.get(byId[low]).atoms();
    boolean here =
        range != null
            && range.replica().equals(atom.replica())
            && range.from() <= atom.seq()
            && atom.seq() <= range.to();
    if (range == null || !here) {
      throw new IllegalArgumentException("no atom " + atom + " in this version of the text");
    }
    int run = byId[low];
    if (!runs.get(run).visible()) {
      return starts[run];
    }
    return starts[run] + (int) (atom.seq() - range.from()) + (behind ? 1 : 0);
  }

  @Override
  public List<FormatRun> formats() {
    return formats;
  }

  @Override
  public SortedMap<String, Value> formatsAt(int position) {
    if (position >= 0 && position < length()) {
      for (FormatRun run : formats) {
        if (position < run.to()) {
          return run.attributes();
        }
      }
    }
    throw new RefusedEditException(
        RefusedEditException.Reason.POSITION_OUT_OF_RANGE,
        "no unit at position " + position + " in the text of length " + length());
  }

  @Override
  public List<TextMark> marks(String key) {
    return marks.stream().filter(mark -> mark.key().equals(key)).toList();
  }

  /** All marks that were not withdrawn, by id. */
  List<TextMark> marks() {
    return marks;
  }

  @Override
  public List<TextRun> runs() {
    return runs;
  }

  /** Collects runs in document order, joined where ids go on. */
  static final class Runs {
    private final List<TextRun> list = new ArrayList<>();

    void add(ReplicaId replica, long seq, int count, boolean visible) {
      int size = list.size();
      TextRun last = size == 0 ? null : list.get(size - 1);
      IdRange atoms = new IdRange(replica, seq, seq + count - 1);
      boolean joins =
          last != null
              && last.visible() == visible
              && last.atoms().to() + 1 == seq
              && last.atoms().replica().equals(replica);
      if (last != null && joins) {
        IdRange both = new IdRange(replica, last.atoms().from(), atoms.to());
        list.set(size - 1, new TextRun(both, visible));
      } else {
        list.add(new TextRun(atoms, visible));
      }
    }

    List<TextRun> list() {
      return list;
    }
  }
}
