package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Contested;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the place that a path such as {@code meta.title} or {@code items[2].name} means. */
final class Places {
  private Places() {}

  /** One step: a key, or what stands in brackets behind it. */
  private record Step(String text, boolean bracket) {}

  /** The register, entry or element, or null if the path is none of one. */
  static @Nullable Contested find(DocumentState state, String path) {
    List<Step> steps = steps(path);
    if (steps.isEmpty() || steps.get(0).bracket()) {
      return null;
    }
    String root = steps.get(0).text();
    for (ContainerId.Root known : state.roots()) {
      if (known.name().equals(root)) {
        Contested found = find(state, known, steps.subList(1, steps.size()));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable Contested find(
      DocumentState state, ContainerId container, List<Step> steps) {
    ContainerId at = container;
    for (int i = 0; at != null; i++) {
      if (at.kind() == Kind.REGISTER) {
        return i == steps.size() ? state.contested(at, "", null) : null;
      }
      if (i == steps.size()) {
        return null;
      }
      Step step = steps.get(i);
      if (at.kind() == Kind.TREE && step.bracket()) {
        OpId node = node(state.at(at).tree(), step.text());
        at = node == null ? null : new ContainerId.Element(at, node, Kind.MAP);
        continue;
      }
      Contested here = here(state, at, step);
      if (here == null || i == steps.size() - 1) {
        return here;
      }
      at = below(at, here);
    }
    return null;
  }

  private static @Nullable Contested here(DocumentState state, ContainerId at, Step step) {
    if (at.kind() == Kind.MAP && !step.bracket()) {
      return state.contested(at, step.text(), null);
    }
    if (at.kind() == Kind.LIST && step.bracket() && step.text().matches("[0-9]{1,9}")) {
      ListView list = state.at(at).list();
      int index = Integer.parseInt(step.text());
      return index < list.size() ? state.contested(at, "", list.element(index)) : null;
    }
    return null;
  }

  private static @Nullable ContainerId below(ContainerId at, Contested here) {
    for (Candidate candidate : here.candidates()) {
      if (candidate.value() instanceof Value.Nested nested) {
        OpId element = here.element();
        return element == null
            ? new ContainerId.Child(at, here.key(), nested.kind(), nested.generation())
            : new ContainerId.Element(at, element, nested.kind());
      }
    }
    return null;
  }

  private static @Nullable OpId node(TreeView tree, String text) {
    for (Iterator<OpId> nodes = tree.walk(); nodes.hasNext(); ) {
      OpId node = nodes.next();
      if (node.toString().equals(text)) {
        return node;
      }
    }
    return null;
  }

  private static List<Step> steps(String path) {
    List<Step> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    boolean bracket = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\' && i + 1 < path.length()) {
        step.append(path.charAt(++i));
      } else if (c == '.' || c == '[' || c == ']') {
        if (step.length() > 0) {
          steps.add(new Step(step.toString(), bracket && c == ']'));
        }
        step.setLength(0);
        bracket = c == '[';
      } else {
        step.append(c);
      }
    }
    if (step.length() > 0) {
      steps.add(new Step(step.toString(), false));
    }
    return steps;
  }
}
