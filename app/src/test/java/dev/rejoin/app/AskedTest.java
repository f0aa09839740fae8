package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.relay.RelayServer;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When joining a space gives up. */
final class AskedTest {
  @TempDir Path dir;

  private static LinkClient.Status failed() {
    return new LinkClient.Status(
        LinkClient.State.WAITING, 1, ErrorCode.UNREACHABLE, "nobody there", 100, null);
  }

  private static LinkClient.Status trying() {
    return new LinkClient.Status(LinkClient.State.CONNECTING, 1, null, "", 0, null);
  }

  /** Joining ended at once, with nothing, if the link came up between two looks at the links. */
  @Test
  void a_link_that_came_up_while_looking_counts() throws InterruptedException {
    try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0);
        Replica ana = Replica.open(dir.resolve("ana"))) {
      SpaceId space = ana.space("team").id();
      LinkClient client = ana.connect("127.0.0.1:" + relay.port());
      assertTrue(ana.awaitSynced(Duration.ofSeconds(20)));
      List<Link> before = List.of();
      Asked asked = Asked.of(List.of(client.status()), before);
      assertEquals(ana.links(), asked.links());
      assertFalse(asked.inVain(space));
      assertEquals(asked, Asked.of(List.of(client.status()), ana.links()), "no link twice");
    }
  }

  @Test
  void gives_up_only_when_nobody_is_left_to_answer() {
    SpaceId space = SpaceId.parse("00".repeat(32));
    assertTrue(Asked.of(List.of(failed()), List.of()).inVain(space));
    assertFalse(Asked.of(List.of(failed(), trying()), List.of()).inVain(space));
    assertTrue(Asked.of(List.of(failed(), trying()), List.of()).somebodyAway());
  }
}
