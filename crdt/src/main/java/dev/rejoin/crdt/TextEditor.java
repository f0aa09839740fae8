package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Edits one text inside a transaction: turns positions into ids. */
final class TextEditor implements TextEdit {
  /** A relocation may split one range in two, so one less than the most a delete may name. */
  private static final int MAX_RANGES_PER_DELETE = 999;

  private final Transaction transaction;
  private final ContainerId id;

  TextEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
  }

  @Override
  public int length() {
    transaction.requireEditing();
    TextSequence text = sequence();
    return text == null ? 0 : text.length();
  }

  @Override
  public String content() {
    transaction.requireEditing();
    return view().content();
  }

  @Override
  public TextEdit append(String text) {
    return insert(length(), text);
  }

  @Override
  public Anchor anchor(int position, Bias bias) {
    transaction.requireEditing();
    return view().anchor(position, bias);
  }

  @Override
  public int position(Anchor anchor) {
    transaction.requireEditing();
    return view().position(anchor);
  }

  @Override
  public List<TextRun> runs() {
    transaction.requireEditing();
    return view().runs();
  }

  @Override
  public TextEdit insert(int position, String text) {
    transaction.requireEditing();
    TextSequence sequence = sequence();
    checkPosition(position, sequence);
    Refusal.checkText(text);
    if (text.isEmpty()) {
      return this;
    }
    long runs = text.length() / (Limits.MAX_RUN_LENGTH - 1) + 1;
    transaction.reserve(Utf8.length(text) + runs * OpSizes.OP_BYTES);
    TextSequence.Place place =
        sequence == null ? new TextSequence.Place(null, Side.RIGHT) : sequence.locate(position);
    if (text.length() <= Limits.MAX_RUN_LENGTH) {
      transaction.perform(new Op.Insert(id, place.parent(), place.side(), text));
    } else {
      insertRuns(place, text);
    }
    return this;
  }

  @Override
  public TextEdit delete(int from, int to) {
    TextSequence text = checkRange(from, to);
    if (text == null || from == to) {
      return this;
    }
    delete(text.select(from, to));
    return this;
  }

  @Override
  public TextEdit replace(int from, int to, String text) {
    TextSequence sequence = checkRange(from, to);
    int inside = from + 1 < to && sequence != null && sequence.splitsPair(from + 1) ? 2 : 1;
    if (sequence == null || text.isEmpty() || from + inside >= to) {
      delete(from, to);
      return insert(from, text);
    }
    List<IdRange> replaced = sequence.select(from, to);
    insert(from + inside, text);
    delete(replaced);
    return this;
  }

  /** The text, if there is one, and the units {@code from} to {@code to} of it can be deleted. */
  private @Nullable TextSequence checkRange(int from, int to) {
    transaction.requireEditing();
    TextSequence text = sequence();
    checkPosition(from, text);
    checkPosition(to, text);
    if (from > to) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE, "a delete cannot go from " + from + " back to " + to);
    }
    return text;
  }

  /** Deletes atoms, none if there are none. */
  void delete(List<IdRange> ranges) {
    transaction.reserve(ranges.size() * OpSizes.RANGE_BYTES + OpSizes.OP_BYTES);
    if (!ranges.isEmpty() && ranges.size() <= MAX_RANGES_PER_DELETE) {
      transaction.perform(new Op.Delete(id, ranges));
      return;
    }
    for (int start = 0; start < ranges.size(); start += MAX_RANGES_PER_DELETE) {
      int end = Math.min(start + MAX_RANGES_PER_DELETE, ranges.size());
      transaction.perform(new Op.Delete(id, ranges.subList(start, end)));
    }
  }

  @Override
  public List<FormatRun> formats() {
    transaction.requireEditing();
    return view().formats();
  }

  @Override
  public SortedMap<String, Value> formatsAt(int position) {
    transaction.requireEditing();
    return view().formatsAt(position);
  }

  @Override
  public List<TextMark> marks(String key) {
    transaction.requireEditing();
    return view().marks(key);
  }

  @Override
  public TextEdit mark(int from, int to, String key, Value value, Expand expand) {
    return add(from, to, key, value, expand, false);
  }

  @Override
  public TextEdit unmark(int from, int to, String key, Expand expand) {
    return add(from, to, key, null, expand.ofUnmark(), false);
  }

  @Override
  public TextEdit markOverlapping(int from, int to, String key, Value value, Expand expand) {
    return add(from, to, key, value, expand, true);
  }

  private TextEdit add(
      int from, int to, String key, @Nullable Value value, Expand expand, boolean overlapping) {
    transaction.requireEditing();
    TextSequence text = sequence();
    checkPosition(from, text);
    checkPosition(to, text);
    if (text == null || from >= to) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE,
          "a mark covers at least one unit, so it cannot go from " + from + " to " + to);
    }
    Refusal.checkKey(key);
    if (value instanceof Value.Nested) {
      throw new RefusedEditException(
          Reason.NOT_A_VALUE, "a mark holds a plain value, no container");
    }
    transaction.reserve(OpSizes.ofMark(key, value));
    Anchor start = text.anchor(from, expand.start());
    Anchor end = text.anchor(to, expand.end());
    transaction.perform(new Op.Mark(id, key, value, start, end, overlapping));
    return this;
  }

  @Override
  public TextEdit withdraw(OpId mark) {
    transaction.requireEditing();
    TextSequence text = sequence();
    if (text == null || !text.knowsMark(mark)) {
      throw new IllegalArgumentException("no mark " + mark + " in the text '" + id + "'");
    }
    if (!text.marks().isWithdrawn(mark)) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Withdraw(id, mark));
    }
    return this;
  }

  @Override
  public TextEdit revive(OpId delete) {
    transaction.requireEditing();
    TextSequence text = sequence();
    if (text == null || !text.knowsDelete(delete) && !text.knowsWithdrawal(delete)) {
      throw new IllegalArgumentException("no delete " + delete + " in the text '" + id + "'");
    }
    boolean revived =
        text.knowsWithdrawal(delete)
            ? text.marks().withdrawals().get(delete).revived()
            : text.isRevived(delete);
    if (!revived) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Revive(id, delete));
    }
    return this;
  }

  private TextView view() {
    return Views.text(transaction.containers(), id);
  }

  private @Nullable TextSequence sequence() {
    return transaction.containers().text(id);
  }

  /** Inserts a text that is too long for one run. */
  private void insertRuns(TextSequence.Place place, String text) {
    OpId parent = place.parent();
    Side side = place.side();
    for (int start = 0; start < text.length(); ) {
      int end = runEnd(text, start);
      Op.Insert run = new Op.Insert(id, parent, side, text.substring(start, end));
      parent = transaction.perform(run).plus(run.atoms() - 1);
      side = Side.RIGHT;
      start = end;
    }
  }

  static void checkPosition(int position, @Nullable TextSequence text) {
    Refusal.checkPosition(position, text == null ? 0 : text.length());
    if (text != null && text.splitsPair(position)) {
      throw new RefusedEditException(
          Reason.SPLIT_SURROGATE_PAIR,
          "position " + position + " is between the halves of a surrogate pair");
    }
  }

  private static int runEnd(String text, int start) {
    int end = Math.min(start + Limits.MAX_RUN_LENGTH, text.length());
    boolean cutsPair = end < text.length() && Character.isLowSurrogate(text.charAt(end));
    return cutsPair ? end - 1 : end;
  }
}
