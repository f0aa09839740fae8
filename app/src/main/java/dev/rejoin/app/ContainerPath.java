package dev.rejoin.app;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the container that a path leads to. */
final class ContainerPath {
  private ContainerPath() {}

  /** The id of the container at a path, which must be there. */
  static ContainerId find(Roots containers, List<ContainerId.Root> roots, FieldPath path) {
    @Nullable ContainerId at = root(roots, path.first());
    for (int i = 1; at != null && i < path.steps().size(); i++) {
      Slot holder = Slot.of(containers, new FieldPath(path.steps().subList(0, i)));
      at = step(at, holder, path.steps().get(i));
    }
    if (at == null) {
      List<String> names = roots.stream().map(ContainerId.Root::name).distinct().toList();
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "the document has no text, map or the like at '" + path + "'",
          "It has " + String.join(", ", names) + ".",
          null);
    }
    return at;
  }

  private static @Nullable ContainerId root(List<ContainerId.Root> roots, String name) {
    List<ContainerId.Root> named = roots.stream().filter(r -> r.name().equals(name)).toList();
    for (Kind kind : CatCommand.ORDER) {
      ContainerId.Root root = new ContainerId.Root(name, kind);
      if (named.contains(root)) {
        return root;
      }
    }
    return named.isEmpty() ? null : named.get(0);
  }

  private static @Nullable ContainerId step(ContainerId at, Slot holder, FieldPath.Step step) {
    if (step instanceof FieldPath.Key key && at.kind() == Kind.MAP) {
      Optional<Value> value = holder.map().get(key.name());
      return value.orElse(null) instanceof Value.Nested nested
          ? new ContainerId.Child(at, key.name(), nested.kind(), nested.generation())
          : null;
    }
    if (step instanceof FieldPath.Element element && at.kind() == Kind.LIST) {
      return holder.list().get(element.index()) instanceof Value.Nested nested
          ? new ContainerId.Element(at, holder.list().element(element.index()), nested.kind())
          : null;
    }
    return step instanceof FieldPath.Node node && at.kind() == Kind.TREE
        ? new ContainerId.Element(at, Nodes.find(holder.tree(), node.name()), Kind.MAP)
        : null;
  }
}
