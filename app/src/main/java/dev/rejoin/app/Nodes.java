package dev.rejoin.app;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes of a tree by what people call them: a short id such as {@code 12@3f2a}, the whole id,
 * or names from the top, such as {@code House/Kitchen}. The name of a node is its field {@code
 * name}; a slash in a name is written {@code \/}.
 */
final class Nodes {
  static final String NAME = "name";

  private static final int MIN_DIGITS = 4;
  private static final Pattern SHORT = Pattern.compile("([0-9]+)@([0-9a-f]{1,32})");
  private static final Pattern WHOLE = Pattern.compile("([0-9a-f]{32}):([0-9]+)");

  private Nodes() {}

  /** The node that is called this, deleted or not. */
  static OpId find(TreeView tree, String called) {
    Matcher byId = SHORT.matcher(called);
    Matcher byWholeId = WHOLE.matcher(called);
    if (byId.matches()) {
      return byId(tree, called, byId.group(2), byId.group(1));
    }
    if (byWholeId.matches()) {
      return byId(tree, called, byWholeId.group(1), byWholeId.group(2));
    }
    return byNames(tree, called);
  }

  private static OpId byId(TreeView tree, String called, String replica, String number) {
    List<OpId> found =
        all(tree).stream()
            .filter(id -> Long.toString(id.seq()).equals(number))
            .filter(id -> id.replica().toString().startsWith(replica))
            .toList();
    return only(tree, called, found, "there is no node " + called);
  }

  private static OpId byNames(TreeView tree, String called) {
    @Nullable OpId parent = null;
    for (String name : names(called)) {
      List<OpId> candidates = tree.children(parent);
      List<OpId> found = named(tree, candidates, name);
      if (found.isEmpty() && parent == null) {
        found = named(tree, tree.trash(), name);
      }
      String where = parent == null ? "at the top" : "below " + label(tree, parent);
      parent = only(tree, called, found, "there is no node '" + name + "' " + where);
    }
    if (parent == null) {
      throw unknown(tree, "'" + called + "' names no node");
    }
    return parent;
  }

  /** The names between the slashes; one in front means nothing. */
  private static List<String> names(String called) {
    List<String> names = new ArrayList<>();
    for (String part : called.split("(?<!\\\\)/")) {
      if (!part.isEmpty()) {
        names.add(part.replaceAll("\\\\(.)", "$1"));
      }
    }
    return names;
  }

  private static List<OpId> named(TreeView tree, List<OpId> nodes, String name) {
    return nodes.stream().filter(node -> name.equals(name(tree, node))).toList();
  }

  private static OpId only(TreeView tree, String called, List<OpId> found, String none) {
    if (found.isEmpty()) {
      throw unknown(tree, none);
    }
    if (found.size() > 1) {
      ShortIds ids = ShortIds.of(tree);
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "several nodes are called " + called,
          "Say which one: " + String.join(", ", found.stream().map(ids::of).toList()) + ".",
          null);
    }
    return found.get(0);
  }

  private static RejoinException unknown(TreeView tree, String what) {
    String hint =
        tree.size() == 0
            ? "The tree is empty; --create plan=House makes a node."
            : "'rejoin cat' shows the nodes with their names and ids.";
    return new RejoinException(ErrorCode.NODE_UNKNOWN, what, hint, null);
  }

  /** The name of a node; null if it has none. */
  static @Nullable String name(TreeView tree, OpId node) {
    return tree.data(node).get(NAME).map(Object::toString).orElse(null);
  }

  /** A node in a message: its name, else its short id. */
  static String label(TreeView tree, OpId node) {
    String name = name(tree, node);
    return name == null ? ShortIds.of(tree).of(node) : "'" + name + "'";
  }

  /** Every node, those in the trash last. */
  static List<OpId> all(TreeView tree) {
    List<OpId> nodes = new ArrayList<>();
    tree.walk().forEachRemaining(nodes::add);
    List<OpId> left = new ArrayList<>(tree.trash());
    while (!left.isEmpty()) {
      OpId node = left.remove(left.size() - 1);
      nodes.add(node);
      left.addAll(tree.children(node));
    }
    return nodes;
  }

  /** Ids as short as they can be while they are told apart in one tree. */
  record ShortIds(int digits) {
    static ShortIds of(TreeView tree) {
      TreeSet<ReplicaId> replicas = new TreeSet<>();
      all(tree).forEach(node -> replicas.add(node.replica()));
      int digits = MIN_DIGITS;
      String before = "";
      for (String next : replicas.stream().map(ReplicaId::toString).sorted().toList()) {
        while (before.startsWith(next.substring(0, digits))) {
          digits++;
        }
        before = next;
      }
      return new ShortIds(digits);
    }

    String of(OpId node) {
      return node.seq() + "@" + node.replica().toString().substring(0, digits);
    }
  }
}
