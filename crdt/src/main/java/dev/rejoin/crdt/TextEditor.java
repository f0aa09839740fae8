package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;

/** Edits one text inside a transaction: turns positions into ids. */
final class TextEditor implements TextEdit {
  /** A relocation may split one range in two, so one less than the most a delete may name. */
  private static final int MAX_RANGES_PER_DELETE = 999;

  private final Transaction transaction;
  private final ContainerId id;
  private final TextView view;

  TextEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.text(transaction.containers(), id);
  }

  @Override
  public int length() {
    transaction.requireEditing();
    return view.length();
  }

  @Override
  public String content() {
    transaction.requireEditing();
    return view.content();
  }

  @Override
  public TextEdit append(String text) {
    return insert(length(), text);
  }

  @Override
  public TextEdit insert(int position, String text) {
    transaction.requireEditing();
    checkPosition(position);
    Refusal.checkText(text);
    if (text.isEmpty()) {
      return this;
    }
    long runs = text.length() / (Limits.MAX_RUN_LENGTH - 1) + 1;
    transaction.reserve(Utf8.length(text) + runs * OpSizes.OP_BYTES);
    TextSequence sequence = transaction.containers().text(id);
    TextSequence.Place place =
        sequence == null ? new TextSequence.Place(null, Side.RIGHT) : sequence.locate(position);
    OpId parent = place.parent();
    Side side = place.side();
    for (int start = 0; start < text.length(); ) {
      int end = runEnd(text, start);
      Op.Insert run = new Op.Insert(id, parent, side, text.substring(start, end));
      parent = transaction.perform(run).plus(run.atoms() - 1);
      side = Side.RIGHT;
      start = end;
    }
    return this;
  }

  @Override
  public TextEdit delete(int from, int to) {
    transaction.requireEditing();
    checkPosition(from);
    checkPosition(to);
    if (from > to) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE, "a delete cannot go from " + from + " back to " + to);
    }
    TextSequence text = transaction.containers().text(id);
    if (text == null || from == to) {
      return this;
    }
    List<IdRange> ranges = text.select(from, to);
    transaction.reserve(ranges.size() * OpSizes.RANGE_BYTES + OpSizes.OP_BYTES);
    for (int start = 0; start < ranges.size(); start += MAX_RANGES_PER_DELETE) {
      int end = Math.min(start + MAX_RANGES_PER_DELETE, ranges.size());
      transaction.perform(new Op.Delete(id, ranges.subList(start, end)));
    }
    return this;
  }

  @Override
  public TextEdit revive(OpId delete) {
    transaction.requireEditing();
    TextSequence text = transaction.containers().text(id);
    if (text == null || !text.knowsDelete(delete)) {
      throw new IllegalArgumentException("no delete " + delete + " in the text '" + id + "'");
    }
    if (!text.isRevived(delete)) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Revive(id, delete));
    }
    return this;
  }

  private void checkPosition(int position) {
    int length = view.length();
    if (position < 0 || position > length) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE,
          "position " + position + " is outside the text of length " + length);
    }
    TextSequence text = transaction.containers().text(id);
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
