package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.relay.RelayServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices and a relay, or none. */
final class NetworkTest {
  @TempDir Path dir;
  private Cli ana;
  private Cli ben;

  @BeforeEach
  void makeReplicas() {
    ana = Cli.at(dir.resolve("ana"));
    ben = Cli.at(dir.resolve("ben")).with("REJOIN_AUTHOR", "Ben");
    ana.ok("init", "--name", "laptop");
    ben.ok("init");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--append", "one");
  }

  private RelayServer relay() {
    return RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0);
  }

  private static String at(RelayServer relay) {
    return "127.0.0.1:" + relay.port();
  }

  private String invite() {
    return ana.ok("space", "invite", "team").out().strip();
  }

  @Test
  void status_is_truthful_at_each_step() {
    assertEquals(1, ana.ok("status", "--json").json().at("/spaces/0/pending").asInt());
    try (RelayServer relay = relay()) {
      JsonNode synced = ana.ok("sync", "--peer", at(relay), "--json").json();
      assertTrue(synced.get("synced").asBoolean());
      assertTrue(synced.at("/peers/0/relay").asBoolean());
      JsonNode space = ana.ok("status", "--check", "--json").json().at("/spaces/0");
      assertEquals(0, space.get("pending").asInt());
      assertEquals(0, space.get("notRelayed").asInt());
      assertEquals(relay.device().toString(), space.at("/targets/0/device").asText());
      assertTrue(space.at("/targets/0/relay").asBoolean());
      assertEquals("RELAYED", tier(ana));
      ben.ok("space", "join", invite());
      assertEquals("one", ben.ok("cat", "minutes:body").out());
      ana.ok("sync");
      assertEquals("DELIVERED", tier(ana), "Ben has acknowledged it to the relay");
    }
    ana.ok("edit", "minutes", "--append", " two");
    ana.run("sync").exits(ExitCode.UNAVAILABLE);
    JsonNode space = ana.run("status", "--check", "--json").exits(ExitCode.ATTENTION).json();
    assertEquals(1, space.at("/spaces/0/pending").asInt());
    assertEquals(1, space.at("/spaces/0/targets/0/pending").asInt());
    assertEquals("SAVED", tier(ana));
  }

  private static String tier(Cli cli) {
    return cli.ok("history", "minutes", "--json").json().at("/changes/0/tier").asText();
  }

  @Test
  void what_is_typed_apart_is_the_same_after_both_have_synced() {
    try (RelayServer relay = relay()) {
      ana.ok("sync", "--peer", at(relay));
      JsonNode joined = ben.ok("space", "join", invite(), "--name", "work", "--json").json();
      assertTrue(joined.get("arrived").asBoolean());
      ana.ok("edit", "minutes", "--append", " two", "--put", "meta.title=Kick-off");
      ben.ok("edit", "minutes", "--insert", "0", "zero ", "--put", "meta.title=Kickoff");
      ana.ok("sync");
      ben.ok("sync");
      ana.ok("sync");
      JsonNode here = ana.ok("cat", "minutes", "--json").json();
      JsonNode there = ben.ok("cat", "minutes", "--json").json();
      assertEquals(here.get("digest"), there.get("digest"));
      assertEquals("zero one two", here.at("/values/text/body").asText());
      assertEquals("meta.title", here.at("/conflicts/0/path").asText());
      assertEquals(2, there.at("/conflicts/0/candidates").size());
    }
  }

  @Test
  void joining_again_or_without_a_relay_is_friendly() throws IOException {
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    String link = ana.ok("space", "invite", "--at", "127.0.0.1:" + closed).out().strip();
    Cli.Result result = ben.ok("space", "join", link);
    assertTrue(result.err().contains("when reachable"), result.err());
    JsonNode space = ben.ok("space", "list", "--json").json().at("/spaces/0");
    assertEquals("shared", space.get("name").asText());
    assertFalse(space.get("arrived").asBoolean());
    ben.ok("space", "join", link);
    assertEquals(1, ben.ok("space", "list", "--json").json().get("spaces").size());
    ben.run("edit", "minutes", "--append", "x").exits(ExitCode.FAILED);
    ben.run("space", "invite").exits(ExitCode.FAILED);
    ana.ok("space", "create", "second");
    String second = ana.ok("space", "invite", "second", "--at", "127.0.0.1:1").out().strip();
    ben.ok("space", "join", "--no-wait", second);
    assertEquals(
        "shared-2", ben.ok("space", "list", "--json").json().at("/spaces/1/name").asText());
    try (RelayServer relay = relay()) {
      ana.ok("sync", "--peer", at(relay));
      ben.ok("sync", "--peer", at(relay));
      assertEquals("one", ben.ok("cat", "shared/minutes:body").out());
    }
  }

  @Test
  void an_invite_that_its_sender_has_not_synced_is_refused_and_works_later() {
    try (RelayServer relay = relay()) {
      String link = ana.ok("space", "invite", "--at", at(relay)).out().strip();
      ben.run("space", "join", link).exits(ExitCode.REFUSED);
      assertEquals(0, ben.ok("space", "list", "--json").json().get("spaces").size());
      ana.ok("sync", "--peer", at(relay));
      ben.ok("space", "join", link);
      assertEquals("one", ben.ok("cat", "minutes:body").out());
    }
  }

  @Test
  void two_devices_sync_without_a_relay() {
    try (Running listening = ana.start("listen", "--port", "0", "--json")) {
      String port = json(listening.out().line("listening")).get("port").asText();
      String link = ana.ok("space", "invite", "--at", "127.0.0.1:" + port).out().strip();
      ben.ok("space", "join", link);
      assertEquals("one", ben.ok("cat", "minutes:body").out());
      ben.ok("edit", "minutes", "--append", " two");
      ben.ok("sync");
      assertEquals("one two", ana.ok("cat", "minutes:body").out());
      assertEquals("DELIVERED", tier(ben));
      try (Running connected = ben.start("connect", "127.0.0.1:" + port, "--json")) {
        connected.out().await("in-sync");
        listening.out().await("visited");
        ana.ok("edit", "minutes", "--append", " three");
        ana.ok("sync");
        assertEquals("one two three", ben.ok("cat", "minutes:body").out());
        assertEquals("SYNCED", ben.ok("status", "--json").json().get("health").asText());
        assertEquals(130, connected.interrupt());
      }
      listening.out().await("\"left\"");
    }
  }

  private static JsonNode json(String line) {
    return new Cli.Result("", 0, line, "").json();
  }

  @Test
  void a_peer_that_never_answers_ends_the_wait() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String at = "127.0.0.1:" + silent.getLocalPort();
      Cli.Result result =
          ana.run("sync", "--peer", at, "--wait", "300ms").exits(ExitCode.TIMED_OUT);
      assertTrue(result.err().startsWith("RJ-4105 "), result.err());
    }
    assertEquals(1, ana.ok("status", "--json").json().at("/pending/changes").asInt());
  }

  @Test
  void a_relay_tells_scripts_where_it_is_and_ends_on_request() {
    String data = dir.resolve("relay").toString();
    try (Running relay = ana.start("relay", "serve", "--port", "0", "--json", "--data", data)) {
      String at = json(relay.out().line("ready")).get("address").asText();
      ana.ok("sync", "--peer", at, "--wait", "1m");
      Cli.Result second =
          ana.run("relay", "serve", "--port", "0", "--data", data).exits(ExitCode.UNAVAILABLE);
      assertTrue(second.err().startsWith("RJ-2003 "), second.err());
      assertEquals(130, relay.interrupt());
    }
  }
}
