package dev.rejoin.guard;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Edits a document with every data type on three replicas, joins them, and prints what each shows.
 *
 * <p>Prints nothing but ASCII, so that the encoding of a terminal plays no part.
 */
final class Guard {
  private static final int STEPS = 300;
  private static final List<String> RUNS =
      List.of("a", "word ", "two words ", "\uD83D\uDE00", "\n", "\u00e4\u20ac");

  private int random = 20_26;

  private Guard() {}

  public static void main(String[] arguments) {
    Guard guard = new Guard();
    List<Author> authors = List.of(new Author(1), new Author(2), new Author(3));
    for (int step = 0; step < STEPS; step++) {
      guard.step(authors.get(guard.below(authors.size())), authors);
    }
    for (Author to : authors) {
      authors.forEach(to::receive);
    }
    authors.forEach(author -> print("events", Integer.toString(author.events())));
    authors.forEach(author -> show(author.state()));
    show(DocumentState.load(authors.get(0).state().save()));
  }

  private void step(Author author, List<Author> authors) {
    switch (below(8)) {
      case 0 -> author.receive(authors.get(below(authors.size())));
      case 1 -> author.think(this::edit);
      case 2 -> author.reload();
      case 3 -> author.edit(tx -> revive(tx.text("text"), author));
      default -> author.edit(this::edit);
    }
  }

  private static void revive(TextEdit text, Author author) {
    OpId delete = author.lastDelete();
    if (delete != null) {
      text.revive(delete);
    }
  }

  private void edit(Transaction tx) {
    try {
      switch (below(12)) {
        case 10, 11 -> annotate(tx.annotations("text"), tx.text("text").length());
        case 5, 6 -> edit(tx.list("list"));
        case 7, 8 -> edit(tx.tree("tree"));
        case 0 -> tx.map("map").put("key" + below(3), value()).counter("hits").add(below(9));
        case 1 -> tx.map("map").text("note").append(RUNS.get(below(RUNS.size())));
        case 2 -> tx.set("set").add(value()).discard(value());
        case 3 -> tx.counter("counter").add(below(100) - 50);
        case 4 -> tx.register("register").put(value());
        default -> edit(tx.text("text"));
      }
    } catch (RefusedEditException refused) {
      RefusedEditException.Reason reason = refused.reason();
      require(
          reason == RefusedEditException.Reason.SPLIT_SURROGATE_PAIR
              || reason == RefusedEditException.Reason.NODE_BELOW_ITSELF
              || reason == RefusedEditException.Reason.ANNOTATION_LIVE
              || reason == RefusedEditException.Reason.NO_SUGGESTION,
          "refused");
    }
  }

  private void edit(TextEdit text) {
    int from = below(text.length() + 1);
    int to = Math.min(text.length(), from + below(4));
    text.replace(from, to, RUNS.get(below(RUNS.size())));
  }

  private void annotate(AnnotationsEdit notes, int length) {
    List<AnnotationItem> items = notes.items();
    if (length == 0 || items.size() < 3) {
      if (length > 0) {
        int from = below(length);
        notes.add(from, Math.min(length, from + 1 + below(4)), "why?");
      }
      return;
    }
    OpId note = items.get(below(items.size())).id();
    switch (below(5)) {
      case 0 -> notes.reply(note, "because");
      case 1 -> notes.resolve(note).tag(note, "red");
      case 2 -> notes.remove(note);
      case 3 -> notes.acceptSuggestion(note);
      default -> notes.reanchor(note, 0, length);
    }
  }

  private void edit(ListEdit list) {
    int size = list.size();
    if (size < 3) {
      list.add(value()).insertMap(0).put("key", value()).text("note").append("x");
      return;
    }
    int index = below(size);
    switch (below(5)) {
      case 0 -> list.delete(index);
      case 1 -> list.set(index, value());
      case 2 -> list.insert(index, value());
      default -> list.move(index, below(size));
    }
  }

  private void edit(TreeEdit tree) {
    int count = tree.childCount(null);
    if (count < 3 || below(2) == 0) {
      OpId parent = count == 0 ? null : tree.child(null, below(count));
      OpId node = tree.create(below(2) == 0 ? parent : null, 0);
      tree.data(node).put("title", value());
      return;
    }
    OpId node = tree.child(null, below(count));
    switch (below(3)) {
      case 0 -> tree.delete(node);
      case 1 -> tree.move(node, tree.child(null, below(count)), 0);
      default -> tree.moveBefore(node, tree.child(null, below(count)));
    }
  }

  private Value value() {
    return switch (below(5)) {
      case 0 -> Value.of("text " + below(3));
      case 1 -> Value.of(below(5) * 10_000_000_000L);
      case 2 -> Value.of(below(5) / 4.0);
      case 3 -> Value.of(below(2) == 0);
      default -> Value.of(new byte[] {(byte) below(256), 1});
    };
  }

  /** Linear congruential (Numerical Recipes); its high bits are good enough here. */
  private int below(int bound) {
    random = random * 1_664_525 + 1_013_904_223;
    return (random >>> 8) % bound;
  }

  private static void show(DocumentState state) {
    print("roots", state.roots().toString());
    print("text", state.text("text").content());
    List<AnnotationItem> notes = state.annotations(new ContainerId.Root("text", Kind.TEXT)).items();
    print("annotations", notes.toString());
    print("map", state.map("map").entries().toString());
    print("note", state.map("map").text("note").content());
    print("hits", Long.toString(state.map("map").counter("hits").total()));
    print("set", state.set("set").elements().toString());
    print("counter", Long.toString(state.counter("counter").total()));
    print("list", state.list("list").items().toString());
    print("tree", tree(state.tree("tree")));
    print("register", state.register("register").candidates().toString());
    print("heads", state.heads().toString());
    byte[] snapshot = state.save();
    CRC32 digest = new CRC32();
    digest.update(snapshot, 0, snapshot.length);
    print("snapshot", snapshot.length + " bytes, CRC-32 " + Long.toHexString(digest.getValue()));
    int roots = Kind.values().length - 1; // annotations lie beside a text
    require(state.roots().size() == roots && !notes.isEmpty(), "a type of container stayed empty");
  }

  private static String tree(TreeView tree) {
    StringBuilder shown = new StringBuilder();
    for (Iterator<OpId> walk = tree.walk(); walk.hasNext(); ) {
      OpId node = walk.next();
      shown.append(tree.depth(node)).append(tree.data(node).entries()).append(' ');
    }
    return shown.append(tree.trash()).toString();
  }

  private static void print(String what, String shown) {
    StringBuilder line = new StringBuilder(what).append(": ");
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (c >= ' ' && c <= '~') {
        line.append(c);
      } else {
        line.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
      }
    }
    System.out.println(line);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
