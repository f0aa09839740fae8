package dev.rejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/**
 * One replica of a kill trial, whose process is killed and started again, with what its processes
 * have said. Used by the driver's thread only.
 */
final class BenchKillReplica {
  /**
   * What a process said.
   *
   * @param start which of the replica's processes it was
   * @param line the line, or {@link #ENDED}
   */
  record Said(BenchKillReplica of, int start, String line) {}

  static final String ENDED = "(ended)";

  private final String name;
  private final Path folder;
  private final BlockingQueue<Said> said;
  private BenchProcess process;
  private int starts;
  private int ends;
  private boolean killed;
  private String invite = "";
  private String version = "";
  private boolean stopped;
  private JsonNode report = Json.object();

  private BenchKillReplica(String name, Path folder, BlockingQueue<Said> said) {
    this.name = name;
    this.folder = folder;
    this.said = said;
  }

  /** Starts a replica for the first time. */
  static BenchKillReplica first(
      String name, Path folder, BlockingQueue<Said> said, String relay, String invite, long seed) {
    BenchKillReplica replica = new BenchKillReplica(name, folder, said);
    replica.invite = invite;
    replica.start(relay, seed, true);
    return replica;
  }

  /** Starts a process on the replica's folder. */
  void start(String relay, long seed, boolean editing) {
    int number = ++starts;
    killed = false;
    stopped = false;
    version = "";
    report = Json.object();
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve(name).toString());
    arguments.add(relay);
    arguments.add(name + number);
    arguments.add(String.valueOf(seed));
    arguments.add(editing ? "edit" : "idle");
    if (!invite.isEmpty()) {
      arguments.add(invite);
    }
    process =
        BenchProcess.start(
            name,
            BenchProcess.SHORT_LIVED,
            BenchKillWorker.class,
            arguments,
            folder.resolve(name + ".log"),
            new BenchProcess.Listener() {
              @Override
              public void line(String line) {
                said.add(new Said(BenchKillReplica.this, number, line));
              }

              @Override
              public void ended() {
                said.add(new Said(BenchKillReplica.this, number, ENDED));
              }
            });
  }

  void kill() {
    killed = true;
    process.kill();
  }

  void send(String command) {
    process.send(command);
  }

  /** Takes a line of one of its processes that is about the state of the newest. */
  void hear(Said line) {
    if (line.line().equals(ENDED)) {
      ends++;
      if (line.start() == starts && !killed) {
        throw process.failure("UNKNOWN its process ended by itself");
      }
    } else if (line.start() == starts) {
      String[] words = line.line().split(" ", 2);
      switch (words[0]) {
        case "ready" -> invite = words[1];
        case "version" -> version = words[1];
        case "stopped" -> stopped = true;
        case "report" -> report = BenchKill.json(words[1]);
        default -> throw process.failure("UNKNOWN it says '" + line.line() + "'");
      }
    }
  }

  /** Whether everything that killed processes said has been heard. */
  boolean heardAll() {
    return ends == (killed ? starts : starts - 1);
  }

  String name() {
    return name;
  }

  String invite() {
    return invite;
  }

  String version() {
    return version;
  }

  boolean stopped() {
    return stopped;
  }

  /** The newest report, an empty object if there is none. */
  JsonNode report() {
    return report;
  }

  /** Ends its process in peace. */
  void close() {
    killed = true;
    process.close();
  }
}
