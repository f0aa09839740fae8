package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code node.json} in a replica's directory: which process serves it, and on which
 * socket.
 *
 * <p>It may be left over from a process that was killed; only a socket that answers counts.
 */
record NodeFile(long pid, Path socket) {
  private static final String NAME = "node.json";

  /** A socket's path is at most about 104 bytes long on some systems. */
  private static final int MAX_SOCKET_PATH_BYTES = 100;

  private static final String SOCKET = "node.sock";

  /**
   * Chooses a socket for a directory: inside it, or in a private folder if its path is too long.
   */
  static NodeFile choose(Path directory) throws IOException {
    Path inside = directory.resolve(SOCKET);
    int length = inside.toString().getBytes(StandardCharsets.UTF_8).length;
    Path socket =
        length <= MAX_SOCKET_PATH_BYTES
            ? inside
            : Files.createTempDirectory(Path.of("/tmp"), "rejoin-").resolve(SOCKET);
    return new NodeFile(ProcessHandle.current().pid(), socket);
  }

  void write(Path directory) throws IOException {
    ObjectNode json =
        Json.answer()
            .put("pid", pid)
            .put("socket", socket.toString())
            .put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Path fresh = directory.resolve(NAME + ".new");
    Files.writeString(fresh, Json.line(json) + "\n");
    Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the directory says, or null if it says nothing that can be read. */
  static @Nullable NodeFile read(Path directory) {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(directory.resolve(NAME)));
      String socket = json.path("socket").asText();
      return socket.isEmpty() ? null : new NodeFile(json.path("pid").asLong(), Path.of(socket));
    } catch (IOException | IllegalArgumentException e) {
      return null; // no node, or half of a file: the same for whoever looks for one
    }
  }

  /** Removes the file, the socket, and the private folder if there is one. */
  void remove(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(NAME));
    Files.deleteIfExists(socket);
    Path folder = socket.toAbsolutePath().getParent();
    if (folder != null && !folder.equals(directory.toAbsolutePath())) {
      Files.deleteIfExists(folder);
    }
  }
}
