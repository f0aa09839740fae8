package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @TempDir Path directory;

  private Cli cli() {
    return Cli.at(directory.resolve("replica"));
  }

  @Test
  void unknown_verbs_and_options_are_wrong_usage_and_change_nothing() {
    for (String[] wrong : new String[][] {{"stauts"}, {"init", "--nmae"}, {}, {"cat", "a", "b"}}) {
      Cli.Result result = cli().run(wrong).exits(ExitCode.USAGE);
      assertTrue(result.err().startsWith("RJ-2106 "), result.err());
      assertTrue(result.err().contains("--help"), result.err());
      assertEquals("", result.out());
    }
    assertFalse(Files.exists(directory.resolve("replica")));
  }

  @Test
  void wrong_usage_is_json_where_json_is_asked_for() {
    Cli.Result result = cli().run("nonsense", "--json").exits(ExitCode.USAGE);
    assertEquals("RJ-2106", result.json().at("/error/code").asText());
    assertEquals("", result.err());
  }

  @Test
  void init_makes_a_replica_once() {
    Cli.Result first = cli().ok("init", "--json");
    Cli.Result second = cli().ok("init", "--json");
    assertTrue(first.json().get("created").asBoolean());
    assertFalse(second.json().get("created").asBoolean());
    assertEquals(first.json().get("device"), second.json().get("device"));
  }
}
