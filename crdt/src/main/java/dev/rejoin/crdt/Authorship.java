package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Atoms that stand next to each other in a version of a text, and who wrote, deleted and restored
 * them: each of these was one change for all of them.
 *
 * @param text its units
 * @param visible whether it showed in the version
 * @param written the change that inserted it
 * @param deleted where it does not show, the change whose delete was the first of those in force
 * @param restored the change that took back a delete of it last, if one did
 */
public record Authorship(
    String text,
    boolean visible,
    ChangeIndex.Entry written,
    ChangeIndex.@Nullable Entry deleted,
    ChangeIndex.@Nullable Entry restored) {
  /** Collects authorships in document order, joined where everything but the text is the same. */
  static final class Runs {
    private final List<Authorship> list = new ArrayList<>();
    private final StringBuilder units = new StringBuilder();
    private @Nullable Authorship last;

    void add(
        String text,
        boolean visible,
        ChangeIndex.Entry written,
        ChangeIndex.@Nullable Entry deleted,
        ChangeIndex.@Nullable Entry restored) {
      Authorship before = last;
      boolean joins =
          before != null
              && before.visible == visible
              && before.written == written
              && before.deleted == deleted
              && before.restored == restored;
      if (!joins) {
        flush();
        last = new Authorship("", visible, written, deleted, restored);
      }
      units.append(text);
    }

    private void flush() {
      Authorship of = last;
      if (of != null) {
        String text = Surrogates.render(units);
        list.add(new Authorship(text, of.visible, of.written, of.deleted, of.restored));
        units.setLength(0);
      }
    }

    List<Authorship> list() {
      flush();
      last = null;
      return List.copyOf(list);
    }
  }
}
