package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Published Fugue histories with the text they must give, made by an implementation that is
 * independent of this one.
 *
 * <p>The vectors are not part of the repository: {@code -Drejoin.conformance=} names their folder.
 */
class ConformanceTest {
  private static final String DEFAULT_FOLDER = "../shared/conformance";

  @Test
  void theEngineOrdersTextAsPublished() throws IOException {
    String named = System.getProperty("rejoin.conformance", DEFAULT_FOLDER);
    Path folder = repositoryRoot().resolve(named).normalize();
    assumeTrue(
        Files.isDirectory(folder), "no conformance vectors: the folder " + folder + " is absent");
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    }
    assumeTrue(!files.isEmpty(), "no conformance vectors: no *.json.gz in " + folder);
    for (Path file : files) {
      JsonNode vectors = read(file);
      assertTrue(vectors.isArray() && !vectors.isEmpty(), "no vectors in " + file);
      for (int i = 0; i < vectors.size(); i++) {
        String name = "vector " + i + " of " + file.getFileName();
        ConformanceVector vector = new ConformanceVector(vectors.get(i));
        String expected = vectors.get(i).get("endContent").asText();
        assertEquals(expected, vector.replayInOrder(), name);
        assertEquals(expected, vector.replayBackwards(), name + ", delivered backwards");
        assertEquals(expected, vector.twin(), name + ", naive twin");
      }
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** Tests may run from the module or from the root: walks up to the reactor's own pom. */
  private static Path repositoryRoot() throws IOException {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      Path pom = at.resolve("pom.xml");
      if (Files.isRegularFile(at.resolve("rejoin"))
          || Files.isRegularFile(pom) && Files.readString(pom).contains("<modules>")) {
        return at;
      }
    }
    return start;
  }
}
