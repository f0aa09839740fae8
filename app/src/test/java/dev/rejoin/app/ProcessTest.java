package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.relay.RelayServer;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, as a person at two devices starts, kills and starts them again. */
final class ProcessTest {
  @TempDir Path dir;
  private Cli ana;
  private Cli ben;

  @BeforeEach
  void makeReplicas() {
    ana = Cli.at(dir.resolve("ana"));
    ben = Cli.at(dir.resolve("ben")).with("REJOIN_AUTHOR", "Ben");
    ana.ok("init");
    ben.ok("init");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--append", "one\n");
  }

  private Launched launchRelay() {
    return ana.launch(
        "relay", "serve", "--port", "0", "--data", dir.resolve("relay").toString(), "--json");
  }

  @Test
  void an_edit_on_one_device_shows_on_the_other_as_it_happens() {
    try (Launched relay = launchRelay()) {
      String at = json(relay.out().line("ready")).get("address").asText();
      ana.ok("sync", "--peer", at);
      ben.ok("space", "join", ana.ok("space", "invite").out().strip());
      try (Launched a = ana.launch("sync", "--live");
          Launched b = ben.launch("edit", "minutes", "--follow")) {
        a.err().await("In sync");
        b.err().await("In sync");
        ana.ok("edit", "minutes", "--append", "two\n");
        b.out().await("Ana  body  + two");
        b.type("three\n");
        b.err().await("line 1: delivered");
        assertEquals("one\ntwo\nthree\n", ana.ok("cat", "minutes:body").out());
        assertEquals(143, a.terminate());
        assertEquals("one\ntwo\nthree\n", ana.ok("cat", "minutes:body", "--offline").out());
      }
      assertEquals(143, relay.terminate());
    }
  }

  @Test
  void a_killed_sync_goes_on_where_it_was() {
    manyEdits(3_000);
    String digest = digest(ana);
    try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0)) {
      String at = "127.0.0.1:" + relay.port();
      try (Launched live = ana.launch("sync", "--live", "--peer", at)) {
        live.err()
            .until(
                "some of it has arrived",
                () -> relay.status().spaces().stream().anyMatch(s -> s.changes() > 10));
        live.kill();
      }
      assertTrue(Files.exists(dir.resolve("ana/node.sock")), "nobody tidied up");
      assertEquals(digest, digest(ana), "nothing was lost or doubled");
      ana.ok("sync", "--wait", "1m");
      assertEquals(0, ana.ok("status", "--json").json().at("/pending/changes").asInt());
      ben.ok("space", "join", ana.ok("space", "invite").out().strip());
      ben.ok("sync", "--wait", "1m");
      assertEquals(digest, digest(ben));
    }
  }

  /** Changes of their own, because different authors are never joined into one. */
  private void manyEdits(int count) {
    try (Replica replica = Replica.open(dir.resolve("ana"))) {
      Document minutes = replica.existingSpace("team").document("minutes");
      for (int i = 0; i < count; i++) {
        String line = i + "\n";
        minutes.editAs("author " + i % 2, "", tx -> tx.text("body").append(line));
      }
    }
  }

  private static String digest(Cli cli) {
    return cli.ok("cat", "minutes", "--json").json().get("digest").asText();
  }

  private static JsonNode json(String line) {
    return new Cli.Result("", 0, line, "").json();
  }

  @Test
  void a_node_serves_another_process() {
    try (Launched node = ana.launch("listen", "--port", "0", "--json")) {
      node.out().await("listening");
      try (Launched client = ana.launch("edit", "minutes", "--append", "two\n", "--json")) {
        assertEquals(0, client.exit(), client.err().text());
        assertTrue(json(client.out().line("minutes")).get("changed").asBoolean());
      }
      try (Launched client = ana.launch("status", "--offline")) {
        assertEquals(ExitCode.UNAVAILABLE.number(), client.exit());
        client.err().await("pid " + node.pid());
      }
      node.kill();
    }
    assertEquals("one\ntwo\n", ana.ok("cat", "minutes:body").out(), "what was told is kept");
  }
}
