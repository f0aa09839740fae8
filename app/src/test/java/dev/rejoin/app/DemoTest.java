package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  @TempDir Path directory;

  @Test
  void bothDevicesEndTheSameWithEverythingThatWasTyped() {
    JsonNode json = Cli.at(directory).ok("demo", "--headless", "--json").json();
    assertEquals(1, json.get("v").asInt());
    assertTrue(json.get("converged").asBoolean());
    assertEquals("Ana", json.at("/replicas/0/name").asText());
    assertEquals(json.at("/replicas/0/digest"), json.at("/replicas/1/digest"));
    JsonNode ben = json.at("/replicas/1");
    String note = ben.get("note").asText();
    assertTrue(note.startsWith("Project Otter: Kick-off on Monday."), note);
    assertTrue(note.contains(" Ana brings coffee.") && note.contains(" Ben books the room."), note);
    assertFalse(note.contains("slides"), note);
    assertEquals("10:00", ben.at("/meeting/time").asText());
    assertEquals("Ben", ben.at("/meeting/host").asText());
    assertTrue(ben.get("tags").toString().contains("urgent"), "an add wins over a removal apart");
    assertEquals(6, ben.get("votes").asInt());
    assertEquals(0, ben.get("waiting").asInt());
  }

  @Test
  void theDevicesReallyDifferWhileTheCableIsCut() {
    JsonNode json = Cli.at(directory).ok("demo", "--headless", "--json").json();
    JsonNode apart = json.at("/steps/2");
    assertTrue(apart.get("waiting").asLong() >= 2, apart.toString());
    assertEquals("5", apart.at("/devices/0/meeting/room").asText());
    assertEquals("7", apart.at("/devices/1/meeting/room").asText());
    JsonNode rejoined = json.at("/steps/3");
    assertEquals(apart.get("waiting"), rejoined.get("changes"));
    assertTrue(rejoined.get("bytesUp").asLong() > 0, "the cable carries what was typed apart");
  }

  @Test
  void theStoryFitsEightyColumnsWithoutColoursWhereNobodyLooks() {
    String story = Cli.at(directory).ok("demo").out();
    assertFalse(story.contains("\u001b"), story);
    for (String line : story.split("\n")) {
      assertTrue(line.length() <= 80, line);
    }
    assertTrue(story.contains("Both devices show the same"), story);
  }
}
