package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks over the shoulder of one replica: tells the simple text what took effect there, and
 * compares every text and event with it after each transaction and import.
 */
final class TextWatch implements TestReplica.Listener {
  /** How much of a difference a message shows, in characters before it. */
  private static final int EXCERPT = 40;

  private final TreeMap<ContainerId, SimpleText> texts = new TreeMap<>();

  private final TreeMap<ContainerId, AnchorWatch> anchors = new TreeMap<>();
  private int opsSeen;
  private long settled;

  /** Watches a replica from its first step on. */
  static TextWatch over(TestReplica replica) {
    TextWatch watch = new TextWatch();
    replica.listen(watch);
    return watch;
  }

  /** How many transactions and imports were compared. */
  long settled() {
    return settled;
  }

  @Override
  public void settled(TestReplica replica, @Nullable DocumentEvent event) {
    List<AppliedOp> ops = replica.ops();
    for (; opsSeen < ops.size(); opsSeen++) {
      AppliedOp op = ops.get(opsSeen);
      ContainerId container = op.op().container();
      if (container != null && container.kind() == Kind.TEXT) {
        texts.computeIfAbsent(container, id -> new SimpleText()).apply(op.id(), op.op());
      }
    }
    TreeMap<ContainerId, List<Delta>> deltas = deltas(event);
    texts.forEach(
        (id, text) -> {
          requireSame(id, "what events told", text.content(), replica.mirror().text(id));
          compare(id, text, deltas.getOrDefault(id, List.of()));
          if (id instanceof ContainerId.Root root) {
            TextView view = replica.state().text(root.name());
            compare(id, text, view);
            requireSame(id, "formats", view.formats(), replica.mirror().formats(id));
            AnchorWatch watch = anchors.computeIfAbsent(id, i -> new AnchorWatch());
            requireSame(id, "anchors", "", watch.difference(text, view));
          }
        });
    settled++;
  }

  private static TreeMap<ContainerId, List<Delta>> deltas(@Nullable DocumentEvent event) {
    TreeMap<ContainerId, List<Delta>> deltas = new TreeMap<>();
    if (event != null) {
      for (ContainerEvent change : event.containers()) {
        if (change instanceof ContainerEvent.TextChanged text) {
          deltas.put(text.container(), withoutFormats(text.deltas()));
        }
      }
    }
    return deltas;
  }

  /** The steps as they are for a text without marks: what differs in formats only is joined. */
  private static List<Delta> withoutFormats(List<Delta> deltas) {
    List<Delta> plain = new ArrayList<>();
    for (Delta delta : deltas) {
      Delta last = plain.isEmpty() ? null : plain.get(plain.size() - 1);
      if (last instanceof Delta.Retain before && delta instanceof Delta.Retain more) {
        plain.set(plain.size() - 1, new Delta.Retain(before.length() + more.length()));
      } else if (last instanceof Delta.Insert before && delta instanceof Delta.Insert more) {
        plain.set(plain.size() - 1, new Delta.Insert(before.text() + more.text()));
      } else if (delta instanceof Delta.Retain retain) {
        plain.add(new Delta.Retain(retain.length()));
      } else if (delta instanceof Delta.Insert insert) {
        plain.add(new Delta.Insert(insert.text()));
      } else {
        plain.add(delta);
      }
    }
    if (!plain.isEmpty() && plain.get(plain.size() - 1) instanceof Delta.Retain) {
      plain.remove(plain.size() - 1);
    }
    return plain;
  }

  private static void compare(ContainerId id, SimpleText text, List<Delta> deltas) {
    List<Delta> expected = text.deltas();
    requireSame(id, "event", expected, deltas);
    text.settle();
  }

  private static void compare(ContainerId id, SimpleText text, TextView view) {
    requireSame(id, "content", text.content(), view.content());
    requireSame(id, "length", text.length(), view.length());
  }

  private static void requireSame(ContainerId id, String what, Object simple, Object engine) {
    if (!simple.equals(engine)) {
      String should = simple.toString();
      String is = engine.toString();
      int at = Math.max(0, mismatch(should, is) - EXCERPT);
      throw new AssertionError(
          "%s: %s, from character %d on, should be '%s', not '%s'"
              .formatted(id, what, at, excerpt(should, at), excerpt(is, at)));
    }
  }

  private static int mismatch(String a, String b) {
    int at = 0;
    while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String excerpt(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + 4 * EXCERPT));
  }
}
