package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.lab.TextSoak;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short soak from the command line; it needs no replica. */
final class SoakTest {
  @TempDir Path directory;

  @Test
  void tellsHowManyStepsWereTheSame() {
    JsonNode told =
        Cli.at(directory).ok("bench", "soak", "--steps", "300", "--seed", "7", "--json").json();
    assertEquals(1, told.get("v").asInt());
    assertEquals(7, told.get("seed").asLong());
    assertTrue(told.get("steps").asLong() >= 300, told.toString());
    assertTrue(told.get("histories").asLong() >= 1, told.toString());
    assertTrue(told.get("stepsPerSecond").asDouble() > 0, told.toString());
    String line = Cli.at(directory).ok("bench", "soak", "--steps", "300", "--seed", "7").out();
    assertTrue(line.contains("all the same"), line);
  }

  @Test
  void aSoakOfNoStepsIsRefused() {
    Cli.Result result = Cli.at(directory).run("bench", "soak", "--steps", "0");
    assertTrue(result.exits(ExitCode.USAGE).err().contains("--steps is 0"), result.err());
  }

  @Test
  void aDifferenceEndsWithOneAndNamesItsSeed() {
    TextSoak.Difference difference = new TextSoak.Difference(23, "halves", "text: content");
    RejoinException failure = BenchSoakCommand.failure(difference);
    assertEquals(1, ExitCode.of(failure.code()).number());
    assertTrue(failure.getMessage().contains("bench soak --seed 23 --steps 1"), "no seed");
  }
}
