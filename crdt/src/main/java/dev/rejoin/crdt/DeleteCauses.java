package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which change hid each atom of a text in a version, and which brought it back last.
 *
 * <p>The deletes lie over the atoms like stretches over a line. Going along the line once, with
 * those that lie over the place at hand in order, cuts it into pieces that have one answer each:
 * O(d log d) for d rows of deletes.
 */
final class DeleteCauses {
  /** Atoms that one change deleted; {@code revived} where the version takes that back. */
  private record Cover(int first, int last, ChangeIndex.Entry by, @Nullable OpId revived) {}

  private static final Comparator<Cover> OLDEST_FIRST =
      Comparator.comparingLong((Cover cover) -> cover.by().lamport())
          .thenComparing(cover -> cover.by().head().id())
          .thenComparing(Cover::first)
          .thenComparing(Cover::last);

  private final OpNumbers numbers;
  private final PastAtoms past;
  private final Map<OpId, List<OpId>> revives;
  private final Version version;
  private final ChangeIndex index;
  private final List<Cover> covers = new ArrayList<>();

  /** The first atom of each piece, ascending, and what holds up to the next one. */
  private int[] starts = new int[16];

  private final List<ChangeIndex.@Nullable Entry> deleted = new ArrayList<>();
  private final List<ChangeIndex.@Nullable Entry> restored = new ArrayList<>();

  DeleteCauses(
      TextSequence text,
      PastAtoms past,
      Version version,
      ChangeIndex index,
      Map<OpId, List<OpId>> revives) {
    this.numbers = text.numbers();
    this.past = past;
    this.version = version;
    this.index = index;
    this.revives = revives;
    collect(text.deletes());
    sweep();
  }

  private void collect(DeleteTable deletes) {
    deletes.forEachRow(
        0,
        numbers.next(),
        new DeleteTable.Rows() {
          @Override
          public void keystrokes(int first, int atom, int many, int by) {
            int at = first;
            while (at < first + many) {
              int end = sameChange(at, first + many - 1);
              int one = atom + by * (at - first);
              int other = atom + by * (end - first);
              add(at, Math.min(one, other), Math.max(one, other));
              at = end + 1;
            }
          }

          @Override
          public void other(int delete) {
            deletes.forEach(delete, (first, count) -> add(delete, first, first + count - 1));
          }
        });
  }

  /** The last delete of a row that is of the same change and taken back if this one is. */
  private int sameChange(int delete, int last) {
    int end = past.includedUntil(delete, last);
    if (!past.isIncluded(delete)) {
      return end;
    }
    if (past.isRevived(delete)) {
      return delete;
    }
    ChangeIndex.Entry change = index.get(id(delete));
    end = (int) Math.min(end, delete + (change.to() - numbers.seq(delete)));
    int next = delete + 1;
    while (!revives.isEmpty() && next <= end && !past.isRevived(next)) {
      next++;
    }
    return revives.isEmpty() ? end : next - 1;
  }

  private void add(int delete, int first, int last) {
    if (past.isIncluded(delete)) {
      OpId id = id(delete);
      ChangeIndex.Entry by = index.get(id);
      OpId revived = past.isRevived(delete) ? firstRevive(id) : null;
      covers.add(new Cover(first, last, by, revived));
    }
  }

  /** The op that took a delete back; further ones changed nothing. */
  private @Nullable OpId firstRevive(OpId delete) {
    return revives.getOrDefault(delete, List.of()).stream()
        .filter(version::includes)
        .min(Comparator.comparingLong(this::lamport).thenComparing(OpId::compareTo))
        .orElse(null);
  }

  private long lamport(@Nullable OpId id) {
    return id == null ? 0 : index.get(id).lamportOf(id);
  }

  private OpId id(int number) {
    return new OpId(numbers.replica(number), numbers.seq(number));
  }

  private void sweep() {
    List<Cover> ends = new ArrayList<>(covers);
    covers.sort(Comparator.comparingInt(Cover::first));
    ends.sort(Comparator.comparingInt(Cover::last));
    TreeSet<Cover> hiding = new TreeSet<>(OLDEST_FIRST);
    TreeSet<Cover> shown =
        new TreeSet<>(
            Comparator.comparingLong((Cover c) -> lamport(c.revived)).thenComparing(OLDEST_FIRST));
    int begun = 0;
    int ended = 0;
    while (ended < ends.size()) {
      int start = begun < covers.size() ? covers.get(begun).first : Integer.MAX_VALUE;
      int at = Math.min(start, ends.get(ended).last + 1);
      while (begun < covers.size() && covers.get(begun).first == at) {
        Cover cover = covers.get(begun++);
        (cover.revived == null ? hiding : shown).add(cover);
      }
      while (ended < ends.size() && ends.get(ended).last + 1 == at) {
        Cover cover = ends.get(ended++);
        (cover.revived == null ? hiding : shown).remove(cover);
      }
      OpId last = shown.isEmpty() ? null : shown.last().revived;
      piece(at, hiding.isEmpty() ? null : hiding.first().by, last == null ? null : index.get(last));
    }
  }

  private void piece(
      int start, ChangeIndex.@Nullable Entry hides, ChangeIndex.@Nullable Entry restores) {
    if (deleted.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[deleted.size()] = start;
    deleted.add(hides);
    restored.add(restores);
  }

  /** The piece that an atom is in; negative before the first. */
  int piece(int atom) {
    int found = Arrays.binarySearch(starts, 0, deleted.size(), atom);
    return found >= 0 ? found : -found - 2;
  }

  /** The last atom of a piece, or one if that comes first. */
  int end(int piece, int last) {
    return piece + 1 < deleted.size() ? Math.min(last, starts[piece + 1] - 1) : last;
  }

  ChangeIndex.@Nullable Entry deleted(int piece) {
    return piece < 0 ? null : deleted.get(piece);
  }

  ChangeIndex.@Nullable Entry restored(int piece) {
    return piece < 0 ? null : restored.get(piece);
  }
}
