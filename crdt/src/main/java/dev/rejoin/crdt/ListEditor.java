package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits one list inside a transaction: turns indexes into ids. */
final class ListEditor implements ListEdit {
  /** A relocation may split one range in two, so one less than the most a delete may name. */
  private static final int MAX_RANGES_PER_DELETE = 999;

  private final Transaction transaction;
  private final ContainerId id;
  private final ListView view;

  ListEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.list(transaction.containers(), id);
  }

  @Override
  public int size() {
    return view().size();
  }

  @Override
  public Value get(int index) {
    return view().get(index);
  }

  @Override
  public OpId element(int index) {
    return view().element(index);
  }

  @Override
  public int indexOf(OpId element) {
    return view().indexOf(element);
  }

  @Override
  public List<Candidate> candidates(int index) {
    return view().candidates(index);
  }

  @Override
  public List<ListItem> items() {
    return view().items();
  }

  @Override
  public ListEdit insertAll(int index, List<Value> values) {
    transaction.requireEditing();
    values.forEach(MapEditor::checkValue);
    Refusal.checkGap(index, size());
    if (!values.isEmpty()) {
      insert(index, values);
    }
    return this;
  }

  @Override
  public ListEdit set(int index, Value value) {
    transaction.requireEditing();
    ListSequence list = checked(index);
    MapEditor.checkValue(value);
    int element = list.elementAt(index);
    List<OpId> seen = list.slots().entry(element).seen();
    transaction.reserve(OpSizes.ID_BYTES + OpSizes.of("", value, seen));
    transaction.perform(new Op.ListSet(id, list.id(element), value, seen));
    return this;
  }

  @Override
  public ListEdit keep(int index, OpId candidate) {
    transaction.requireEditing();
    ListSequence list = checked(index);
    OpId element = list.id(list.elementAt(index));
    transaction.keep(id, "", element, list.slots().entry(list.elementAt(index)), candidate);
    return this;
  }

  @Override
  public ListEdit move(int from, int to) {
    transaction.requireEditing();
    ListSequence list = checked(from);
    Refusal.checkIndex(to, list.size());
    if (from != to) {
      OpId element = list.id(list.elementAt(from));
      TextSequence.Place place = list.locate(to > from ? to + 1 : to);
      transaction.reserve(OpSizes.OP_BYTES + 2 * OpSizes.ID_BYTES);
      transaction.perform(new Op.ListMove(id, element, place.parent(), place.side()));
    }
    return this;
  }

  @Override
  public ListEdit delete(int from, int to) {
    transaction.requireEditing();
    ListSequence list = sequence();
    Refusal.checkGap(from, size(list));
    Refusal.checkGap(to, size(list));
    if (from > to) {
      throw new RefusedEditException(
          Reason.INDEX_OUT_OF_RANGE, "a delete cannot go from " + from + " back to " + to);
    }
    if (list == null || from == to) {
      return this;
    }
    delete(list.select(from, to));
    return this;
  }

  /** Deletes slots, none if there are none. */
  void delete(List<IdRange> ranges) {
    transaction.reserve(ranges.size() * OpSizes.RANGE_BYTES + OpSizes.OP_BYTES);
    for (int start = 0; start < ranges.size(); start += MAX_RANGES_PER_DELETE) {
      int end = Math.min(start + MAX_RANGES_PER_DELETE, ranges.size());
      transaction.perform(new Op.Delete(id, ranges.subList(start, end)));
    }
  }

  @Override
  public ListEdit revive(OpId delete) {
    transaction.requireEditing();
    ListSequence list = sequence();
    if (list == null || !list.knowsDelete(delete)) {
      throw new IllegalArgumentException("no delete " + delete + " in the list '" + id + "'");
    }
    if (!list.isRevived(delete)) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Revive(id, delete));
    }
    return this;
  }

  @Override
  public TextEdit insertText(int index) {
    return new TextEditor(transaction, insertHolder(index, Kind.TEXT));
  }

  @Override
  public MapEdit insertMap(int index) {
    return new MapEditor(transaction, insertHolder(index, Kind.MAP));
  }

  @Override
  public SetEdit insertSet(int index) {
    return new SetEditor(transaction, insertHolder(index, Kind.SET));
  }

  @Override
  public TreeEdit insertTree(int index) {
    return new TreeEditor(transaction, insertHolder(index, Kind.TREE));
  }

  @Override
  public CounterEdit insertCounter(int index) {
    return new CounterEditor(transaction, insertHolder(index, Kind.COUNTER));
  }

  @Override
  public ListEdit insertList(int index) {
    return new ListEditor(transaction, insertHolder(index, Kind.LIST));
  }

  @Override
  public TextEdit text(int index) {
    return new TextEditor(transaction, held(index, Kind.TEXT));
  }

  @Override
  public MapEdit map(int index) {
    return new MapEditor(transaction, held(index, Kind.MAP));
  }

  @Override
  public SetEdit set(int index) {
    return new SetEditor(transaction, held(index, Kind.SET));
  }

  @Override
  public TreeEdit tree(int index) {
    return new TreeEditor(transaction, held(index, Kind.TREE));
  }

  @Override
  public CounterEdit counter(int index) {
    return new CounterEditor(transaction, held(index, Kind.COUNTER));
  }

  @Override
  public ListEdit list(int index) {
    return new ListEditor(transaction, held(index, Kind.LIST));
  }

  private ListView view() {
    transaction.requireEditing();
    return view;
  }

  private @Nullable ListSequence sequence() {
    return transaction.containers().list(id);
  }

  private static int size(@Nullable ListSequence list) {
    return list == null ? 0 : list.size();
  }

  /** The list, which has an element at this index. */
  private ListSequence checked(int index) {
    ListSequence list = sequence();
    Refusal.checkIndex(index, size(list));
    if (list == null) {
      throw new IllegalStateException("a list that is not there has an element");
    }
    return list;
  }

  /** Inserts an element with a container of this kind, and returns the name of that. */
  private ContainerId insertHolder(int index, Kind kind) {
    transaction.requireEditing();
    Refusal.checkDepth(id);
    OpId element = insert(index, List.of(new Value.Nested(kind, List.of())));
    return new ContainerId.Element(id, element, kind);
  }

  private ContainerId held(int index, Kind kind) {
    transaction.requireEditing();
    ListSequence list = checked(index);
    int element = list.elementAt(index);
    if (list.value(element) instanceof Value.Nested nested && nested.kind() == kind) {
      return new ContainerId.Element(id, list.id(element), kind);
    }
    throw new RefusedEditException(
        Reason.OTHER_KIND,
        "the element at " + index + " holds no " + kind + " but " + list.value(element));
  }

  /** Inserts elements, in several ops where they are many; returns the last element. */
  private OpId insert(int index, List<Value> values) {
    ListSequence list = sequence();
    Refusal.checkGap(index, size(list));
    reserve(values, size(list));
    TextSequence.Place place =
        list == null ? new TextSequence.Place(null, Side.RIGHT) : list.locate(index);
    int end = runEnd(values, 0);
    OpId last = insertRun(place.parent(), place.side(), values.subList(0, end));
    while (end < values.size()) {
      int start = end;
      end = runEnd(values, start);
      last = insertRun(last, Side.RIGHT, values.subList(start, end));
    }
    return last;
  }

  private OpId insertRun(@Nullable OpId parent, Side side, List<Value> values) {
    Op.ListInsert run = new Op.ListInsert(id, parent, side, values);
    return transaction.perform(run).plus(run.atoms() - 1L);
  }

  private void reserve(List<Value> values, int size) {
    if (values.size() > Limits.MAX_LIST_SIZE - size) {
      throw new RefusedEditException(
          Reason.LIST_TOO_LARGE,
          "a list has at most "
              + Limits.MAX_LIST_SIZE
              + " elements; there are "
              + size
              + " already, and "
              + values.size()
              + " more");
    }
    long bytes = 0;
    for (Value value : values) {
      bytes += OpSizes.ofElement(value);
    }
    long runs = values.size() / Limits.MAX_RUN_VALUES + bytes / Limits.MAX_VALUE_BYTES + 1;
    transaction.reserve(bytes + runs * (OpSizes.OP_BYTES + OpSizes.ID_BYTES));
  }

  /** Where a run ends that fits into one change: its values take no more than the largest one. */
  private static int runEnd(List<Value> values, int start) {
    int most = Math.min(values.size(), start + Limits.MAX_RUN_VALUES);
    long bytes = OpSizes.ofElement(values.get(start));
    int end = start + 1;
    while (end < most && bytes + OpSizes.ofElement(values.get(end)) <= Limits.MAX_VALUE_BYTES) {
      bytes += OpSizes.ofElement(values.get(end));
      end++;
    }
    return end;
  }
}
