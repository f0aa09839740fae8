package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsView;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.TreeSet;

/** What readers of a document see, without the ids of what it is made of, and without the trash. */
final class Shown {
  private final StringBuilder text = new StringBuilder();

  private final boolean withAnnotations;

  private Shown(boolean withAnnotations) {
    this.withAnnotations = withAnnotations;
  }

  static String of(DocumentState state) {
    return of(state, true);
  }

  /** The same without annotations, and without texts that nobody would see but for these. */
  static String ofContent(DocumentState state) {
    return of(state, false);
  }

  private static String of(DocumentState state, boolean withAnnotations) {
    Shown shown = new Shown(withAnnotations);
    for (ContainerId.Root root : state.roots()) {
      boolean onlyTrash = root.kind() == Kind.TREE && state.tree(root.name()).size() == 0;
      boolean onlyNotes =
          root.kind() == Kind.TEXT && !withAnnotations && state.text(root.name()).length() == 0;
      if (!onlyTrash && !onlyNotes) {
        shown.text.append(root).append(' ').append(root.kind()).append(' ');
        shown.add(state, root);
        shown.text.append('\n');
      }
    }
    return shown.text.toString();
  }

  private void add(DocumentState state, ContainerId.Root root) {
    switch (root.kind()) {
      case TEXT -> {
        TextView of = state.text(root.name());
        text.append(of.content()).append(of.formats());
        if (withAnnotations) {
          add(state.annotations(root));
        }
      }
      case MAP -> add(state.map(root.name()));
      case SET -> text.append(state.set(root.name()).elements());
      case COUNTER -> text.append(state.counter(root.name()).total());
      case REGISTER -> text.append(state.register(root.name()).value());
      case LIST -> add(state.list(root.name()));
      case TREE -> add(state.tree(root.name()));
      case ANNOTATIONS -> text.append("no annotations without a text");
    }
  }

  private void add(MapView map) {
    map.entries()
        .forEach(
            (key, value) -> {
              text.append(key).append('=');
              if (value instanceof Value.Nested nested) {
                text.append(nested.kind()).append('(');
                switch (nested.kind()) {
                  case TEXT -> text.append(map.text(key).content());
                  case MAP -> add(map.map(key));
                  case SET -> text.append(map.set(key).elements());
                  case COUNTER -> text.append(map.counter(key).total());
                  case LIST -> add(map.list(key));
                  case TREE -> add(map.tree(key));
                  case REGISTER, ANNOTATIONS -> text.append("none of this kind is nested");
                }
                text.append(')');
              } else {
                text.append(value);
              }
              text.append(' ');
            });
  }

  private void add(ListView list) {
    for (int i = 0; i < list.size(); i++) {
      text.append(list.element(i)).append(':');
      if (list.get(i) instanceof Value.Nested nested) {
        text.append(nested.kind()).append('(');
        switch (nested.kind()) {
          case TEXT -> text.append(list.text(i).content());
          case MAP -> add(list.map(i));
          case SET -> text.append(list.set(i).elements());
          case COUNTER -> text.append(list.counter(i).total());
          case LIST -> add(list.list(i));
          case TREE -> add(list.tree(i));
          case REGISTER, ANNOTATIONS -> text.append("none of this kind is nested");
        }
        text.append(')');
      } else {
        text.append(list.get(i));
      }
      text.append(' ');
    }
  }

  private void add(AnnotationsView annotations) {
    for (AnnotationItem item : annotations.items()) {
      text.append(item).append('{');
      add(annotations.details(item.id()));
      text.append("} ");
    }
  }

  /**
   * Which node is below which. Not their order: a node that goes back is put there by another move,
   * and may stand on the other side of one with the very same position.
   */
  private void add(TreeView tree) {
    TreeSet<OpId> nodes = new TreeSet<>();
    tree.walk().forEachRemaining(nodes::add);
    for (OpId node : nodes) {
      text.append(node).append(" in ").append(tree.parent(node)).append('{');
      add(tree.data(node));
      text.append("} ");
    }
  }
}
