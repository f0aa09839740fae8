package dev.rejoin.app;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code edit} does with nodes of trees. */
final class EditTrees {
  /** Where a node goes: a parent, or nothing for the top, and perhaps which child it becomes. */
  private static final Pattern TARGET = Pattern.compile("(.*?)(?:(?<!\\\\)\\[([0-9]+)])?");

  private EditTrees() {}

  /** Creates a node in a tree, or below a node of one. */
  static void create(Slot slot, String name) {
    boolean below = slot instanceof Slot.OfNode;
    TreeEdit tree = (TreeEdit) (slot instanceof Slot.OfNode node ? node.holder() : slot.tree());
    @Nullable OpId parent = below ? ((Slot.OfNode) slot).node() : null;
    OpId created = tree.create(parent);
    if (!name.isEmpty()) {
      tree.data(created).put(Nodes.NAME, name);
    }
  }

  /** Moves a node to a place in its tree; one that is deleted comes back. */
  static void move(Slot.OfNode slot, String to) {
    TreeEdit tree = (TreeEdit) slot.holder();
    Matcher target = TARGET.matcher(to);
    if (!target.matches()) {
      throw EditSteps.bad("'" + to + "' is no place in a tree");
    }
    OpId node = slot.node();
    @Nullable OpId parent = isTop(target.group(1)) ? null : Nodes.find(tree, target.group(1));
    int index = target.group(2) == null ? end(tree, node, parent) : index(target.group(2));
    if (tree.isDeleted(node)) {
      tree.restore(node, parent, index);
    } else {
      tree.move(node, parent, index);
    }
  }

  private static boolean isTop(String parent) {
    return parent.isEmpty() || parent.equals("/");
  }

  private static int index(String digits) {
    return EditSteps.number("--move", "which child", digits);
  }

  /** Behind the last child, not counting the node itself. */
  private static int end(TreeEdit tree, OpId node, @Nullable OpId parent) {
    boolean sibling = tree.children(parent).contains(node);
    return tree.childCount(parent) - (sibling ? 1 : 0);
  }

  /** Brings a deleted node back to where it was. */
  static void restore(Slot slot) {
    if (!(slot instanceof Slot.OfNode node)) {
      throw EditSteps.bad("--restore takes a node of a tree, as in plan[House]");
    }
    ((TreeEdit) node.holder()).restore(node.node());
  }
}
