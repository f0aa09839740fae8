package dev.rejoin.replica;

import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tree that takes the document's lock for each call; a walk goes over a copy. */
record LockedTree(
    LockedViews.Reader reader,
    Function<DocumentState, TreeView> view,
    Function<OpId, MapView> nodes)
    implements TreeView {
  @Override
  public int size() {
    return read(TreeView::size);
  }

  @Override
  public boolean contains(OpId node) {
    return read(tree -> tree.contains(node));
  }

  @Override
  public List<OpId> children(@Nullable OpId parent) {
    return read(tree -> tree.children(parent));
  }

  @Override
  public int childCount(@Nullable OpId parent) {
    return read(tree -> tree.childCount(parent));
  }

  @Override
  public OpId child(@Nullable OpId parent, int index) {
    return read(tree -> tree.child(parent, index));
  }

  @Override
  public Optional<OpId> parent(OpId node) {
    return read(tree -> tree.parent(node));
  }

  @Override
  public int index(OpId node) {
    return read(tree -> tree.index(node));
  }

  @Override
  public int depth(OpId node) {
    return read(tree -> tree.depth(node));
  }

  @Override
  public boolean isDeleted(OpId node) {
    return read(tree -> tree.isDeleted(node));
  }

  @Override
  public List<OpId> trash() {
    return read(TreeView::trash);
  }

  @Override
  public Iterator<OpId> walk() {
    return read(
        tree -> {
          List<OpId> nodes = new ArrayList<>();
          tree.walk().forEachRemaining(nodes::add);
          return nodes.iterator();
        });
  }

  @Override
  public MapView data(OpId node) {
    read(tree -> tree.data(node)); // says at once that there is no such node
    return nodes.apply(node);
  }

  private <R> R read(Function<TreeView, R> read) {
    return reader.read(state -> read.apply(view.apply(state)));
  }
}
