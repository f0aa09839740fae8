package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the nodes of a tree, for people and for programs. */
final class FollowNodes {
  private FollowNodes() {}

  static void describe(ContainerEvent.NodesChanged nodes, List<String> lines, ObjectNode json) {
    ArrayNode steps = json.putArray("nodes");
    for (TreeStep step : nodes.steps()) {
      ObjectNode one = steps.addObject().put("node", step.node().toString());
      if (step instanceof TreeStep.Created created) {
        lines.add("+ " + step.node() + " " + place(created.to()));
        put(one, "created", null, created.to());
      } else if (step instanceof TreeStep.Moved moved) {
        lines.add("→ " + step.node() + " " + place(moved.to()));
        put(one, "moved", moved.from(), moved.to());
      } else if (step instanceof TreeStep.Deleted deleted) {
        lines.add("− " + step.node());
        put(one, "deleted", deleted.from(), null);
      } else if (step instanceof TreeStep.Restored restored) {
        lines.add("+ " + step.node() + " restored " + place(restored.to()));
        put(one, "restored", null, restored.to());
      }
    }
  }

  private static String place(TreeStep.Place place) {
    String below = place.parent().map(parent -> "below " + parent).orElse("at the top");
    return below + ", number " + place.index();
  }

  private static void put(
      ObjectNode json, String step, TreeStep.@Nullable Place from, TreeStep.@Nullable Place to) {
    json.put("step", step);
    if (from != null) {
      json.set("from", json(from));
    }
    if (to != null) {
      json.set("to", json(to));
    }
  }

  private static ObjectNode json(TreeStep.Place place) {
    return Json.object()
        .put("parent", place.parent().map(OpId::toString).orElse(null))
        .put("index", place.index());
  }
}
