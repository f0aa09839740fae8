package dev.rejoin.lab;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.TextView;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps some anchors in one text, old and new ones, whatever becomes of the atoms they stick to,
 * and compares where they stand, and the order of all atoms, with the simple text.
 */
final class AnchorWatch {
  private static final int MOST = 12;
  private static final int NEW = 2;

  private final List<Anchor> anchors = new ArrayList<>();
  private final SplitMix64 random = new SplitMix64(1);

  /** What differs, or an empty text. */
  String difference(SimpleText text, TextView view) {
    List<SimpleRun> runs =
        view.runs().stream().map(run -> new SimpleRun(run.atoms(), run.visible())).toList();
    if (!text.order().equals(runs)) {
      return "order should be " + text.order() + ", not " + runs;
    }
    for (int n = 0; n < NEW; n++) {
      int position = random.below(text.length() + 1);
      Bias bias = random.oneIn(2) ? Bias.BEFORE : Bias.AFTER;
      Anchor expected = new Anchor(text.atomAt(position, bias == Bias.BEFORE), bias);
      Anchor made = view.anchor(position, bias);
      if (!expected.equals(made)) {
        return "the anchor at " + position + " should be " + expected + ", not " + made;
      }
      keep(made);
    }
    for (Anchor anchor : anchors) {
      int expected = text.position(anchor.atom(), anchor.bias() == Bias.BEFORE);
      int position = view.position(anchor);
      if (expected != position) {
        return anchor + " should stand at " + expected + ", not at " + position;
      }
    }
    return "";
  }

  /** The oldest stay as likely as the newest. */
  private void keep(Anchor anchor) {
    if (anchors.size() == MOST) {
      anchors.remove(random.below(MOST));
    }
    anchors.add(anchor);
  }
}
