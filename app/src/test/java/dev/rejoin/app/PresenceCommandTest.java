package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.relay.RelayServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a document open, as people at two devices and a relay see it. */
final class PresenceCommandTest {
  @TempDir Path dir;
  private RelayServer relay;
  private Cli ana;
  private Cli ben;

  @BeforeEach
  void meet() {
    relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0);
    String address = "127.0.0.1:" + relay.port();
    ana = Cli.at(dir.resolve("ana")).with("REJOIN_AUTHOR", "Ana");
    ben = Cli.at(dir.resolve("ben")).with("REJOIN_AUTHOR", "Ben");
    ana.ok("init");
    ben.ok("init");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--append", "Hello world");
    ana.ok("sync", "--peer", address);
    ben.ok("space", "join", ana.ok("space", "invite").out().strip());
    ben.ok("sync", "--peer", address);
  }

  @AfterEach
  void close() {
    relay.close();
  }

  @Test
  void who_follows_is_seen() {
    assertTrue(ana.ok("presence", "minutes").err().contains("Nobody else has 'minutes' open."));
    try (Running b = ben.start("edit", "minutes", "--follow")) {
      b.err().await("In sync");
      JsonNode seen = ana.ok("presence", "minutes", "--json").json().at("/members/0");
      assertEquals("Ben", seen.get("name").asText());
      assertEquals(11, seen.at("/selection/head").asInt());
      String table = ana.ok("presence", "minutes").out();
      assertTrue(table.contains("Ben") && table.contains("body 11"), table);
      assertEquals(0, ana.ok("presence", "other", "--json").json().get("members").size());
    }
    assertEquals(0, ana.ok("presence", "minutes", "--json").json().get("members").size());
  }

  @Test
  void watching_tells_who_comes_moves_and_goes() {
    try (Running a = ana.start("presence", "minutes", "--watch", "--at", "5")) {
      a.err().await("Watching");
      try (Running b = ben.start("edit", "minutes", "--follow")) {
        a.err().await("is here at body 11");
        b.err().await("is here at body 5");
        b.keyboard().type("!\n");
        a.err().await("at body 13");
        JsonNode seen = ana.ok("presence", "minutes", "--json").json().at("/members/0");
        assertEquals("Ben", seen.get("name").asText(), "the node answers");
      }
      a.err().await("has gone");
    }
  }

  @Test
  void watching_prints_events_for_scripts() {
    try (Running a = ana.start("presence", "minutes", "--watch", "--json")) {
      a.out().await("ready");
      try (Running b = ben.start("presence", "minutes", "--watch")) {
        JsonNode here = new Cli.Result("", 0, a.out().line("here"), "").json();
        assertEquals("Ben", here.at("/member/name").asText());
        b.err().await("is here");
      }
      a.out().await("gone");
    }
  }

  @Test
  void what_makes_no_sense_is_refused() {
    ana.run("presence", "minutes", "--at", "5").exits(ExitCode.USAGE);
    Cli.Result outside = ana.run("presence", "minutes", "--watch", "--at", "99");
    assertTrue(outside.err().startsWith("RJ-21"), outside.err());
    Cli alone = Cli.at(dir.resolve("alone"));
    alone.ok("init");
    alone.ok("space", "create", "mine");
    assertTrue(alone.run("presence", "x").err().contains("no relay or peer is known"));
  }
}
