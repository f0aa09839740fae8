package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.TextView;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks over the shoulder of one replica: tells the simple text what took effect there, and
 * compares every text and event with it after each transaction and import.
 */
final class TextWatch implements TestReplica.Listener {
  private final TreeMap<ContainerId, SimpleText> texts = new TreeMap<>();

  /** What events told of each text. */
  private final TreeMap<ContainerId, StringBuilder> told = new TreeMap<>();

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
          compare(id, text, deltas.getOrDefault(id, List.of()));
          if (id instanceof ContainerId.Root root) {
            compare(id, text, replica.state().text(root.name()));
          }
        });
    settled++;
  }

  private static TreeMap<ContainerId, List<Delta>> deltas(@Nullable DocumentEvent event) {
    TreeMap<ContainerId, List<Delta>> deltas = new TreeMap<>();
    if (event != null) {
      for (ContainerEvent change : event.containers()) {
        if (change instanceof ContainerEvent.TextChanged text) {
          deltas.put(text.container(), text.deltas());
        }
      }
    }
    return deltas;
  }

  private void compare(ContainerId id, SimpleText text, List<Delta> deltas) {
    StringBuilder content = told.computeIfAbsent(id, i -> new StringBuilder());
    Mirror.apply(deltas, content);
    requireSame(id + ": what events told", text.content(), content.toString());
    if (!lowHalvesMeet(text.units())) {
      requireSame(id + ": event", text.deltas(), deltas);
    }
    text.settle();
  }

  /**
   * Whether two second halves of characters stand side by side. Where they do, how far the engine
   * replaces them next to a change depends on how it stores them, so only the effect is compared.
   */
  private static boolean lowHalvesMeet(String units) {
    for (int i = 1; i < units.length(); i++) {
      if (Character.isLowSurrogate(units.charAt(i - 1))
          && Character.isLowSurrogate(units.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static void compare(ContainerId id, SimpleText text, TextView view) {
    requireSame(id + ": content", text.content(), view.content());
    requireSame(id + ": length", text.length(), view.length());
  }

  private static void requireSame(String what, Object simple, Object engine) {
    if (!simple.equals(engine)) {
      throw new AssertionError(what + " should be " + simple + ", not " + engine);
    }
  }
}
