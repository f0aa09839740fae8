package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/*
 * Implementation notes: docs/internals/history.md.
 *
 * A text never forgets an atom, so every version of it is still here: what it was is told by which
 * atoms the version includes and which deletes. The state does not know by which op a delete was
 * taken back, so that comes from the ChangeIndex.
 */
/**
 * One text as it was in versions that it has grown beyond: what it showed, how one version became
 * another, who wrote what.
 *
 * <p>Each question is one sweep over the spans: O((spans + rows of deletes) log of them), and
 * nothing is replayed. The text must not change in between.
 */
final class TextPast {
  private final TextSequence text;
  private final ContainerId id;
  private final ChangeIndex index;
  private final TreeMap<OpId, List<OpId>> revives;
  private long visited;

  TextPast(TextSequence text, ContainerId id, ChangeIndex index) {
    this.text = text;
    this.id = id;
    this.index = index;
    this.revives = index.revives(id);
  }

  /** How many pieces of spans were looked at so far. */
  long visited() {
    return visited;
  }

  PastAtoms atoms(Version version) {
    return new PastAtoms(text, version, revives);
  }

  PastText at(Version version) {
    text.spans(); // puts a text in order that arrived at once
    PastAtoms past = atoms(version);
    OpNumbers numbers = text.numbers();
    PastText.Runs runs = new PastText.Runs();
    StringBuilder units = new StringBuilder();
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int last = leaf.last(slot);
        for (int atom = leaf.number(slot), end; atom <= last; atom = end + 1) {
          end = past.sameUntil(atom, last);
          visited++;
          if (past.isIncluded(atom)) {
            int count = end - atom + 1;
            boolean shows = past.shows(atom);
            runs.add(numbers.replica(atom), numbers.seq(atom), count, shows);
            if (shows) {
              units.append(text.arena().substring(atom, count));
            }
          }
        }
      }
    }
    return new PastText(Surrogates.render(units), runs.list(), marks(version));
  }

  /** The marks of a version that it does not withdraw, by id. */
  List<Mark> marks(Version version) {
    if (!text.hasMarks()) {
      return List.of();
    }
    TreeSet<OpId> withdrawn = new TreeSet<>();
    text.marks()
        .withdrawals()
        .forEach(
            (withdrawal, of) -> {
              if (version.includes(withdrawal) && !isRevived(withdrawal, version)) {
                withdrawn.add(of.mark());
              }
            });
    List<Mark> marks = new ArrayList<>();
    for (Mark mark : text.marks().all()) {
      if (version.includes(mark.id) && !withdrawn.contains(mark.id)) {
        marks.add(mark);
      }
    }
    return marks;
  }

  private boolean isRevived(OpId withdrawal, Version version) {
    return revives.getOrDefault(withdrawal, List.of()).stream().anyMatch(version::includes);
  }

  /** Steps from the text of one version to that of another, whichever came first. */
  List<Delta> diff(Version from, Version to) {
    text.spans();
    PastAtoms before = atoms(from);
    PastAtoms after = atoms(to);
    TextArena arena = text.arena();
    DeltaBuilder steps = new DeltaBuilder();
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int last = leaf.last(slot);
        for (int atom = leaf.number(slot), end; atom <= last; atom = end + 1) {
          end = Math.min(before.sameUntil(atom, last), after.sameUntil(atom, last));
          visited++;
          boolean was = before.shows(atom);
          boolean is = after.shows(atom);
          if (was && is) {
            steps.retain(end - atom + 1, arena.get(atom), arena.get(end));
          } else if (was) {
            steps.delete(end - atom + 1);
          } else if (is) {
            steps.insert(arena.substring(atom, end - atom + 1));
          }
        }
      }
    }
    List<Delta> plain = steps.finish();
    return text.hasMarks() ? PastDeltas.withFormats(plain, at(from), at(to)) : plain;
  }

  /** Who wrote, deleted and restored the atoms of a version, in document order. */
  List<Authorship> authorship(Version version) {
    text.spans();
    PastAtoms past = atoms(version);
    DeleteCauses causes = new DeleteCauses(text, past, version, index, revives);
    OpNumbers numbers = text.numbers();
    Authorship.Runs found = new Authorship.Runs();
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int last = leaf.last(slot);
        for (int atom = leaf.number(slot), end; atom <= last; atom = end + 1) {
          end = past.sameUntil(atom, last);
          visited++;
          if (past.isIncluded(atom)) {
            OpId first = new OpId(numbers.replica(atom), numbers.seq(atom));
            ChangeIndex.Entry written = index.get(first);
            end = (int) Math.min(end, atom + (written.to() - first.seq()));
            int piece = causes.piece(atom);
            end = causes.end(piece, end);
            boolean shows = past.shows(atom);
            ChangeIndex.Entry deleted = shows ? null : causes.deleted(piece);
            String units = text.arena().substring(atom, end - atom + 1);
            found.add(units, shows, written, deleted, causes.restored(piece));
          }
        }
      }
    }
    return found.list();
  }

  ContainerId id() {
    return id;
  }
}
