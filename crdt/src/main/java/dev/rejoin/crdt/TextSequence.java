package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes: docs/internals/text-engine.md draws a leaf and one insert.
 *
 * Everything inside is named by op number (OpNumbers). The spans, in document order, are the text
 * (SpanTree); what tells where a new run goes is the children of its parent (Placement). Spans that
 * continue each other are joined at once, so how a text is cut hardly depends on how it came about.
 */
/**
 * The atoms of a text in document order, deleted ones included.
 *
 * <p>Order: in-order traversal of the Fugue tree (left children, atom, right children), same-side
 * siblings ascending by id (Weidner and Kleppmann, "The Art of the Fugue", 2023). An atom shows if
 * no delete covers it that was not revived. Callers check what they pass: ids are known where they
 * must be, positions are in range. Every call is O(log spans) for each span it concerns, however
 * long ago the branches parted, and O(1) where the last one was; {@link #content} is O(length).
 */
final class TextSequence {
  /** Where an insert hangs in the tree. */
  record Place(@Nullable OpId parent, Side side) {}

  private final OpNumbers numbers = new OpNumbers();
  private final SpanTree spans = new SpanTree();
  private final TextArena arena = new TextArena();
  private final DeleteTable deletes = new DeleteTable();
  private final Placement placement = new Placement(numbers, spans);
  private final TouchedAtoms touched = new TouchedAtoms();
  private int length;

  /** Made with the first mark, which most texts never have. */
  private @Nullable Marks marks;

  /** What arrived in one go for an empty text, until somebody asks for its order. */
  private @Nullable UnplacedRuns unplaced;

  /**
   * Says that a whole history is about to arrive: what comes first is put in order at once, when it
   * is read.
   */
  void expectMany() {
    if (unplaced == null && numbers.next() == 0) {
      unplaced = new UnplacedRuns();
    }
  }

  private void place() {
    UnplacedRuns runs = unplaced;
    if (runs != null) {
      unplaced = null;
      if (!runs.isEmpty()) {
        load(runs.place(numbers, deletes));
      }
    }
  }

  OpNumbers numbers() {
    return numbers;
  }

  SpanTree spans() {
    place();
    return spans;
  }

  TextArena arena() {
    return arena;
  }

  DeleteTable deletes() {
    return deletes;
  }

  /** Whether the text ever got a mark. */
  boolean hasMarks() {
    return marks != null && !marks.isEmpty();
  }

  Marks marks() {
    Marks there = marks;
    if (there == null) {
      there = new Marks(this);
      marks = there;
    }
    return there;
  }

  /** The number of visible units. */
  int length() {
    place();
    return length;
  }

  /** The visible text; a lone surrogate shows as U+FFFD. */
  String content() {
    place();
    TextArena.Collector content = arena.collector(length);
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        if (leaf.isVisible(slot)) {
          content.add(leaf.number(slot), leaf.length(slot));
        }
      }
    }
    String units = content.finish();
    return arena.hasSurrogates() ? Surrogates.render(units) : units;
  }

  /** Whether the sequence never held an atom. */
  boolean isBlank() {
    UnplacedRuns runs = unplaced;
    return runs == null ? spans.isEmpty() : runs.isEmpty();
  }

  boolean contains(OpId atom) {
    int number = numbers.get(atom);
    UnplacedRuns runs = unplaced;
    return number >= 0 && (runs == null ? spans.find(number) : runs.contains(number));
  }

  /** Whether every atom of the range is here. */
  boolean containsAll(IdRange range) {
    UnplacedRuns runs = unplaced;
    if (runs != null) {
      return containsAll(range, runs);
    }
    long seq = range.from();
    while (seq <= range.to()) {
      int number = numbers.get(range.replica(), seq);
      if (number < 0 || !spans.find(number)) {
        return false;
      }
      seq += spans.last() - number + 1;
    }
    return true;
  }

  private boolean containsAll(IdRange range, UnplacedRuns runs) {
    long seq = range.from();
    while (seq <= range.to()) {
      int number = numbers.get(range.replica(), seq);
      if (number < 0) {
        return false;
      }
      int last = (int) Math.min(numbers.endOfRun(number), number + (range.to() - seq));
      if (!runs.containsAll(number, last)) {
        return false;
      }
      seq += last - number + 1;
    }
    return true;
  }

  boolean knowsDelete(OpId delete) {
    int number = numbers.get(delete);
    return number >= 0 && deletes.contains(number);
  }

  boolean knowsMark(OpId mark) {
    return hasMarks() && marks().contains(mark);
  }

  boolean knowsWithdrawal(OpId id) {
    return hasMarks() && marks().knowsWithdrawal(id);
  }

  boolean isRevived(OpId delete) {
    int number = numbers.get(delete);
    return number >= 0 && deletes.isRevived(number);
  }

  /** Whether the visible units on both sides of {@code position} are one character. */
  boolean splitsPair(int position) {
    return arena.hasSurrogates()
        && position > 0
        && position < length()
        && Character.isLowSurrogate(unitAt(position))
        && Character.isHighSurrogate(unitAt(position - 1));
  }

  /** The unit shown at a position, as it was inserted. */
  char unitAt(int position) {
    return arena.get(atom(position));
  }

  /**
   * The place of text inserted directly after the visible unit before {@code position}, or among
   * the tombstones there as the marks want it.
   */
  Place locate(int position) {
    place();
    if (!hasMarks()) {
      return placement.locate(position);
    }
    int atom = position == 0 ? OpNumbers.ROOT : atom(position - 1);
    return placement.placeAfter(MarkGap.choose(this, atom, position));
  }

  /** The visible atoms from {@code from} to before {@code to}. */
  List<IdRange> select(int from, int to) {
    if (from == to) {
      return List.of();
    }
    place();
    spans.seek(from);
    int number = spans.number() + from - spans.start();
    if (to - spans.start() <= spans.length()) {
      return List.of(range(number, to - from));
    }
    List<IdRange> selected = new ArrayList<>();
    int at = from;
    while (at < to) {
      if (spans.leaf().isVisible(spans.slot())) {
        int first = spans.number() + at - spans.start();
        int count = Math.min(to - at, spans.last() - first + 1);
        selected.add(range(first, count));
        at += count;
      }
      if (at < to && !spans.next()) {
        throw new IllegalStateException("the text ends at " + at + ", before " + to);
      }
    }
    return IdRanges.normalize(selected);
  }

  /** The atoms that a delete names, whether they show or not. */
  List<IdRange> targets(OpId delete) {
    List<IdRange> targets = new ArrayList<>();
    deletes.forEach(numbers.get(delete), (first, count) -> addRanges(first, count, targets));
    return IdRanges.normalize(targets);
  }

  private void addRanges(int first, int count, List<IdRange> ranges) {
    int at = first;
    while (at < first + count) {
      int end = Math.min(first + count, numbers.endOfRun(at) + 1);
      ranges.add(range(at, end - at));
      at = end;
    }
  }

  void insert(OpId first, @Nullable OpId parent, Side side, String text, boolean observed) {
    if (observed) {
      place();
    }
    int at = parent == null ? OpNumbers.ROOT : numbers.get(parent);
    int count = text.length();
    int number = numbers.append(first.replica(), first.seq(), count);
    arena.put(number, text);
    UnplacedRuns runs = unplaced;
    if (runs == null) {
      placement.insert(number, count, at, side);
      length += count;
    } else {
      runs.add(number, count, at, side);
    }
    if (observed) {
      touched.add(number, count, false);
    }
  }

  /** Takes back the insert that came last. */
  void undoInsert(OpId first, @Nullable OpId parent, Side side, int count) {
    int number = numbers.get(first);
    int at = parent == null ? OpNumbers.ROOT : numbers.get(parent);
    UnplacedRuns runs = unplaced;
    if (runs == null) {
      length -= placement.remove(number, count, at, side);
    } else {
      runs.removeLast();
    }
    numbers.truncate(number);
  }

  void delete(OpId id, List<IdRange> targets, boolean observed) {
    if (observed) {
      place();
    }
    int number = numbers.append(id.replica(), id.seq(), 1);
    if (targets.size() == 1 && targets.get(0).from() == targets.get(0).to()) {
      int only = numbers.get(targets.get(0).replica(), targets.get(0).from());
      deletes.addRun(number, only, 1, 0);
      cover(only, 1, 1, observed);
      return;
    }
    deletes.add(number);
    List<IdRange> hidden = IdRanges.normalize(targets);
    for (IdRange range : hidden) {
      long seq = range.from();
      while (seq <= range.to()) {
        int first = numbers.get(range.replica(), seq);
        int count = (int) Math.min(range.to() - seq + 1, numbers.endOfRun(first) - first + 1L);
        deletes.addTarget(first, count);
        cover(first, count, 1, observed);
        seq += count;
      }
    }
    deletes.finish();
  }

  /** Deletes of one atom each: number {@code i} of them hides {@code first + i * step}. */
  void deleteRun(OpId id, OpId first, int count, int step, boolean observed) {
    if (observed) {
      place();
    }
    int number = numbers.append(id.replica(), id.seq(), count);
    long seq = first.seq();
    int done = 0;
    while (done < count) {
      int target = numbers.get(first.replica(), seq);
      int rest = count - done;
      int part =
          Math.min(
              rest,
              step > 0
                  ? numbers.endOfRun(target) - target + 1
                  : target - numbers.startOfRun(target) + 1);
      deletes.addRun(number + done, target, part, step);
      cover(step > 0 ? target : target - part + 1, part, 1, observed);
      done += part;
      seq += (long) step * part;
    }
  }

  /** Takes back the deletes that came last, {@code count} of them from {@code id} on. */
  void undoDelete(OpId id, int count) {
    int number = numbers.get(id);
    for (int i = count - 1; i >= 0; i--) {
      deletes.forEach(number + i, (first, many) -> cover(first, many, -1, false));
    }
    deletes.truncate(number);
    numbers.truncate(number);
  }

  /** Takes a delete back; false if that was done before. */
  boolean revive(OpId delete, boolean observed) {
    if (observed) {
      place();
    }
    int number = numbers.get(delete);
    if (deletes.isRevived(number)) {
      return false;
    }
    deletes.setRevived(number, true);
    deletes.forEach(number, (first, count) -> cover(first, count, -1, observed));
    return true;
  }

  /** Takes back a revive that returned true. */
  void undoRevive(OpId delete) {
    int number = numbers.get(delete);
    deletes.setRevived(number, false);
    deletes.forEach(number, (first, count) -> cover(first, count, 1, false));
  }

  Anchor anchor(int position, Bias bias) {
    place();
    if (bias == Bias.BEFORE) {
      return position == 0 ? Anchor.START : new Anchor(numbers.id(atom(position - 1)), bias);
    }
    return position == length ? Anchor.END : new Anchor(numbers.id(atom(position)), bias);
  }

  /** Where an anchor is now; its atom must be here. */
  int position(Anchor anchor) {
    return position(MarkPlace.of(anchor, numbers));
  }

  /** Where the edge of an atom is now. */
  int position(MarkPlace edge) {
    place();
    int number = edge.number();
    if (number == OpNumbers.ROOT) {
      return 0;
    }
    if (number == MarkPlace.LAST) {
      return length;
    }
    spans.get(number);
    if (!spans.leaf().isVisible(spans.slot())) {
      return spans.start();
    }
    int at = spans.start() + number - spans.number();
    return edge.behind() ? at + 1 : at;
  }

  /** All atoms in document order, in as few runs as possible. */
  List<TextRun> runs() {
    place();
    return TextRuns.of(spans, numbers);
  }

  /** Steps from the text at the last {@link #settle} to the text now; empty if it looks alike. */
  List<Delta> deltas() {
    List<Delta> plain = touched.deltas(this);
    return hasMarks() ? new Formats(this, marks()).deltas(plain) : plain;
  }

  /** The same without formats. */
  List<Delta> touched() {
    return touched.deltas(this);
  }

  /** The visible units of a range with their formats. */
  List<FormatRun> formats(int from, int to) {
    if (hasMarks()) {
      return new Formats(this, marks()).in(from, to);
    }
    return from == to ? List.of() : List.of(new FormatRun(from, to, Attributes.none()));
  }

  /** Ends a transaction or import: forgets what it changed. */
  void settle() {
    touched.clear();
    if (marks != null) {
      marks.settle();
    }
  }

  /** Takes over the spans that were read from a snapshot. */
  void load(SpanTreeBuilder built) {
    spans.adopt(built);
    length = built.visible();
    placement.loaded();
  }

  /** Moves to the atom shown at a position. */
  int atom(int position) {
    place();
    spans.seek(position);
    return spans.number() + position - spans.start();
  }

  private IdRange range(int number, int count) {
    long seq = numbers.seq(number);
    return new IdRange(numbers.replica(number), seq, seq + count - 1);
  }

  private void cover(int first, int count, int amount, boolean observed) {
    if (unplaced != null) {
      return; // the delete table tells it
    }
    int at = first;
    int end = first + count;
    while (at < end) {
      spans.get(at);
      int part = Math.min(end - at, spans.last() - at + 1);
      boolean shows = spans.leaf().isVisible(spans.slot());
      if (observed) {
        touched.add(at, part, shows);
      }
      length -= shows ? part : 0;
      placement.cover(at, part, amount);
      length += amount < 0 && spans.leaf().isVisible(spans.slot()) ? part : 0;
      at += part;
    }
  }
}
