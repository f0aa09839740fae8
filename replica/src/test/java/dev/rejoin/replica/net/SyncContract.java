package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two devices may rely on when they meet at a third place, be that a relay or a peer: the same
 * tests for both, because the protocol is the same.
 */
public abstract class SyncContract {
  /** The place where the devices meet. */
  public interface Hub extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  @TempDir protected Path directory;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Starts the hub on a store that may exist already.
   *
   * @param port 0 for any
   */
  protected abstract Hub start(Path store, int port);

  /** Lets the hub know a space, where it does not learn of spaces by itself. */
  protected abstract void invite(Hub hub, SpaceId space);

  /** Closes something after the test, newest first. */
  protected final <T extends AutoCloseable> T keep(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  @AfterEach
  final void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  protected final TestHost host(String name) {
    return keep(new TestHost(directory.resolve(name)));
  }

  protected final Hub hub() {
    return keep(start(directory.resolve("hub"), 0));
  }

  @Test
  void firstContactBringsEverythingBothWays() {
    Hub hub = hub();
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    invite(hub, space);
    ada.write(space, "a1");
    ada.write(space, "a2");
    LinkClient adasClient = ada.connect(hub.port());
    TestHost.awaitSettled(adasClient);

    TestHost bob = host("bob");
    bob.join(space);
    bob.write(space, "b1");
    LinkClient bobsClient = bob.connect(hub.port());
    TestHost.awaitSettled(bobsClient);

    bob.awaitTexts(space, "a1", "a2", "b1");
    ada.awaitTexts(space, "a1", "a2", "b1");
    assertEquals(2, TestHost.progress(bobsClient, space).expected(), "compared by version");
  }
}
