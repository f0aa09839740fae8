package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.sync.SpaceProgress;
import dev.rejoin.replica.trust.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which spaces the other ends of links refuse to open. */
final class Refusals {
  private Refusals() {}

  /** By the name of the space: why the first link refuses it. */
  static Map<String, ErrorCode> of(Replica replica, List<Link> links) {
    Map<String, ErrorCode> found = new TreeMap<>();
    for (Link link : links) {
      for (SpaceProgress progress : link.progress()) {
        ErrorCode denied = progress.denied();
        String name = spaceName(replica, progress.space());
        if (denied != null && name != null) {
          found.putIfAbsent(name, denied);
        }
      }
    }
    return found;
  }

  /** Whether a link refuses a space or its control space. */
  static boolean refuses(Link link, SpaceId space) {
    return link.progress().stream()
        .anyMatch(
            p ->
                p.denied() != null
                    && (p.space().equals(space) || p.space().equals(space.control())));
  }

  /** The name of the space that an id, or that of its control space, belongs to. */
  static @Nullable String spaceName(Replica replica, SpaceId id) {
    for (Space space : replica.spaces()) {
      if (space.id().equals(id) || space.id().control().equals(id)) {
        return space.name();
      }
    }
    return null;
  }
}
