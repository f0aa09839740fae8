package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.relay.RelayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verb that goes on has the directory; the others work through it. */
final class NodeTest {
  @TempDir Path dir;
  private Cli ana;

  @BeforeEach
  void makeReplica() {
    ana = Cli.at(dir.resolve("ana"));
    ana.ok("init");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--append", "one");
  }

  @Test
  void a_node_runs_the_other_verbs() throws IOException {
    try (Running node = ana.start("listen", "--port", "0")) {
      node.err().await("Listening");
      Path socket = dir.resolve("ana/node.sock");
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
      String text = "two \uD83D\uDE00\n".repeat(20_000);
      JsonNode edited = ana.typing(text).ok("edit", "minutes", "--stdin", "--json").json();
      assertTrue(edited.get("changed").asBoolean());
      assertEquals(text, ana.ok("cat", "minutes:body").out(), "in chunks, and whole again");
      ana.with("REJOIN_AUTHOR", "Ben").ok("edit", "other", "--append", "x");
      assertEquals(
          "Ben", ana.ok("history", "other", "--json").json().at("/changes/0/author").asText());
      assertTrue(ana.ok("status", "--json").json().get("node").asBoolean());
      ana.run("status", "--check").exits(ExitCode.ATTENTION);
      Cli.Result wrong = ana.run("cat", "nosuch").exits(ExitCode.FAILED);
      assertTrue(wrong.err().startsWith("RJ-2008 "), wrong.err());
      assertFalse(ana.ok("init", "--json").json().get("created").asBoolean());
      assertEquals(130, node.interrupt());
    }
    assertFalse(Files.exists(dir.resolve("ana/node.sock")));
    assertFalse(Files.exists(dir.resolve("ana/node.json")));
    assertFalse(ana.ok("status", "--json").json().get("node").asBoolean());
  }

  @Test
  void offline_insists_on_the_directory_and_names_the_holder() {
    try (Running node = ana.start("listen", "--port", "0")) {
      node.err().await("Listening");
      Cli.Result result = ana.run("docs", "--offline").exits(ExitCode.UNAVAILABLE);
      assertTrue(result.err().startsWith("RJ-2003 "), result.err());
      assertTrue(result.err().contains("pid " + ProcessHandle.current().pid()), result.err());
      ana.run("cat", "minutes", "--follow").exits(ExitCode.UNAVAILABLE);
      ana.run("sync", "--live", "--peer", "127.0.0.1:1").exits(ExitCode.UNAVAILABLE);
    }
  }

  @Test
  void a_long_path_gets_a_short_socket() throws IOException {
    Path deep = Files.createDirectories(dir.resolve("d".repeat(60)).resolve("e".repeat(60)));
    Cli cli = Cli.at(deep);
    cli.ok("init");
    try (Running node = cli.start("listen", "--port", "0")) {
      node.err().await("Listening");
      cli.ok("space", "create", "team");
      NodeFile file = NodeFile.read(deep);
      assertTrue(file != null && Files.exists(file.socket()));
      assertFalse(file.socket().startsWith(deep));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file.socket().getParent())));
      node.interrupt();
      assertFalse(Files.exists(file.socket().getParent()), "the private folder is gone");
    }
    assertEquals(1, cli.ok("space", "list", "--json").json().get("spaces").size());
  }

  @Test
  void live_sync_retries_says_so_and_serves_meanwhile() {
    int port;
    try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0)) {
      port = relay.port();
    }
    try (Running live = ana.start("sync", "--live", "--peer", "127.0.0.1:" + port, "--json")) {
      assertTrue(live.out().line("unreachable").contains("RJ-4101"));
      ana.ok("edit", "minutes", "--append", " two");
      JsonNode status = ana.ok("status", "--json").json();
      assertEquals("OFFLINE", status.get("health").asText());
      assertEquals("RJ-4101", status.at("/connections/0/why").asText());
      assertEquals(2, status.at("/pending/changes").asInt());
      try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", port)) {
        live.out().await("in-sync");
        ana.ok("sync");
        status = ana.ok("status", "--check", "--json").json();
        assertEquals("SYNCED", status.get("health").asText());
        assertEquals(relay.device().toString(), status.at("/spaces/0/targets/0/device").asText());
      }
      live.out().until("it notices", () -> ana.run("status").out().contains("Offline"));
      ana.ok("edit", "minutes", "--append", " three");
      JsonNode space = ana.ok("status", "--json").json().at("/spaces/0");
      assertEquals(1, space.get("pending").asInt());
      assertEquals(1, space.at("/targets/0/pending").asInt(), "the relay does not have it yet");
    }
  }

  @Test
  void following_shows_both_sides_as_they_type() {
    Cli ben = Cli.at(dir.resolve("ben")).with("REJOIN_AUTHOR", "Ben");
    ben.ok("init");
    try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0)) {
      ana.ok("sync", "--peer", "127.0.0.1:" + relay.port());
      ben.ok("space", "join", ana.ok("space", "invite").out().strip());
      try (Running a = ana.start("edit", "minutes", "--follow");
          Running b = ben.start("edit", "minutes", "--follow")) {
        a.err().await("In sync");
        b.err().await("In sync");
        a.keyboard().type("hello Ben\n");
        b.out().await("Ana  body  + hello Ben");
        b.keyboard().type("hello Ana\n");
        a.out().await("Ben  body  + hello Ana");
        a.err().await("line 1: delivered");
        b.err().await("line 1: delivered");
        ana.ok("edit", "minutes", "--put", "meta.room=5");
        b.out().await("Ana  meta  room = 5");
        assertFalse(a.out().text().contains("hello Ben"), "one's own edits are not repeated");
        a.keyboard().end();
        assertEquals(0, a.exit());
        assertEquals(130, b.interrupt());
      }
      assertEquals("onehello Ben\nhello Ana\n", ben.ok("cat", "minutes:body").out());
    }
  }

  @Test
  void cat_follows_what_is_asked_for() {
    try (Running watching = ana.start("cat", "minutes:body", "--follow", "--json")) {
      watching.out().await("ready");
      ana.ok("edit", "minutes", "--put", "meta.room=5", "--append", " two");
      JsonNode event = new Cli.Result("", 0, watching.out().line("changed"), "").json();
      assertEquals("body", event.get("container").asText());
      assertEquals(" two", event.at("/deltas/1/insert").asText());
      assertEquals("Ana", event.get("author").asText());
      assertFalse(watching.out().text().contains("meta"));
    }
  }
}
