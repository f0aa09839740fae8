package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the elements of a list back where they showed in an earlier version: deletes of the slots
 * where they showed are revived, and the newer slots, which would show instead, are deleted. Values
 * are left alone. O(slots log slots).
 */
final class ListRestoration {
  private final ListSequence list;
  private final ListEditor editor;

  /** For each element that showed then its slot there, by numbers of now. */
  private final TreeMap<Integer, Integer> wanted = new TreeMap<>();

  ListRestoration(
      Transaction transaction, ContainerId id, ListSequence list, @Nullable ListSequence then) {
    this.list = list;
    this.editor = new ListEditor(transaction, id);
    for (ListItem item : then == null ? List.<ListItem>of() : then.items()) {
      int slot = then.slots().shown(then.numbers().get(item.element()));
      wanted.put(list.numbers().get(item.element()), list.numbers().get(then.id(slot)));
    }
  }

  void run() {
    for (OpId delete : deletes()) {
      editor.revive(delete);
    }
    editor.delete(surplus());
  }

  /** The deletes in force of slots that are wanted. */
  private List<OpId> deletes() {
    SortedInts covered = new SortedInts();
    for (int slot : wanted.values()) {
      if (list.slots().isCovered(slot)) {
        covered.put(slot, 1);
      }
    }
    List<OpId> found = new ArrayList<>();
    DeleteTable deletes = list.deletes();
    if (covered.size() == 0) {
      return found;
    }
    deletes.forEachRow(
        0,
        list.numbers().next(),
        new DeleteTable.Rows() {
          @Override
          public void keystrokes(int first, int atom, int many, int by) {
            for (int i = 0; i < many; i++) {
              other(first + i);
            }
          }

          @Override
          public void other(int delete) {
            boolean[] hides = {false};
            deletes.forEach(
                delete,
                (first, count) ->
                    hides[0] |= covered.ceiling(first) && covered.key() < first + count);
            if (hides[0] && !deletes.isRevived(delete)) {
              found.add(list.id(delete));
            }
          }
        });
    return found;
  }

  /** The slots no delete covers where an element would show that did not show there. */
  private List<IdRange> surplus() {
    List<IdRange> surplus = new ArrayList<>();
    for (SpanLeaf leaf = list.spans().head(); leaf != null; leaf = leaf.next) {
      for (int at = 0; at < leaf.size; at++) {
        for (int slot = leaf.number(at); slot <= leaf.last(at); slot++) {
          Integer place = wanted.get(list.slots().element(slot));
          boolean stays = place != null && (place == slot || isOlder(slot, place));
          if (!stays && !list.slots().isCovered(slot)) {
            surplus.add(IdRange.of(list.id(slot)));
          }
        }
      }
    }
    return surplus.isEmpty() ? surplus : IdRanges.normalize(surplus);
  }

  private boolean isOlder(int slot, int other) {
    int byTime = Long.compare(list.slots().lamport(slot), list.slots().lamport(other));
    return byTime < 0 || byTime == 0 && list.numbers().compareIds(slot, other) < 0;
  }
}
