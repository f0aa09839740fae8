package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

  private static void awaitAgain(LinkClient client, Link before) {
    Await.until(
        () -> "a new link: " + client.status(),
        () -> {
          Link link = client.link();
          return link != null && link != before && link.settled();
        });
  }

  private static Link link(LinkClient client) {
    Link link = client.link();
    if (link == null) {
      throw new AssertionError("not online: " + client.status());
    }
    return link;
  }

  @Test
  void resumesAtItsCursor() {
    Hub hub = hub();
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    invite(hub, space);
    ada.write(space, "a1");
    ada.write(space, "a2");
    LinkClient client = ada.connect(hub.port());
    TestHost.awaitSettled(client);
    Link first = link(client);
    Await.until(
        "ada has read the hub's order to its end",
        () -> {
          var cursor = ada.store().journal(space).target(first.peer()).cursor();
          return cursor != null && cursor.n() == 2;
        });

    first.close();
    awaitAgain(client, first);

    assertEquals(0, TestHost.progress(client, space).expected(), "resumed");
    assertEquals(0, TestHost.progress(client, space).received());
    assertEquals(List.of("a1", "a2"), ada.texts(space));
  }

  @Test
  void pushesLiveBothWays() {
    Hub hub = hub();
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    invite(hub, space);
    TestHost.awaitSettled(ada.connect(hub.port()));
    bob.join(space);
    TestHost.awaitSettled(bob.connect(hub.port()));

    ada.write(space, "a1");
    bob.awaitTexts(space, "a1");
    bob.write(space, "b1");
    ada.awaitTexts(space, "a1", "b1");
    ada.write(space, "a2");
    bob.awaitTexts(space, "a1", "a2", "b1");
  }

  @Test
  void joinsSpaceOnOpenLink() {
    Hub hub = hub();
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    TestHost.awaitSettled(ada.connect(hub.port()));
    TestHost.awaitSettled(bob.connect(hub.port()));

    SpaceId space = ada.found();
    invite(hub, space);
    ada.write(space, "a1");
    Await.until("the hub holds it", () -> ada.acked.getOrDefault(space, 0L) == 1);
    bob.join(space);

    bob.awaitTexts(space, "a1");
  }

  @Test
  void hubRestarts() {
    Hub hub = start(directory.resolve("hub"), 0);
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    invite(hub, space);
    ada.write(space, "a1");
    LinkClient client = ada.connect(hub.port());
    TestHost.awaitSettled(client);
    int port = hub.port();
    hub.close();
    ada.write(space, "a2");
    bob.join(space);
    LinkClient bobsClient = bob.connect(port);

    invite(keep(start(directory.resolve("hub"), port)), space);

    bob.awaitTexts(space, "a1", "a2");
    TestHost.awaitSettled(bobsClient);
    assertEquals(List.of("a1", "a2"), ada.texts(space));
  }

  @Test
  void restoredHubIsComparedAnew() throws IOException {
    Hub hub = start(directory.resolve("hub"), 0);
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    invite(hub, space);
    ada.write(space, "a1");
    LinkClient client = ada.connect(hub.port());
    TestHost.awaitSettled(client);
    Link before = link(client);
    int port = hub.port();
    hub.close();
    Files.delete(directory.resolve("hub").resolve("incarnation"));
    ada.write(space, "a2");

    invite(keep(start(directory.resolve("hub"), port)), space);
    awaitAgain(client, before);
    TestHost bob = host("bob");
    bob.join(space);
    bob.connect(port);

    bob.awaitTexts(space, "a1", "a2");
    assertEquals(List.of("a1", "a2"), ada.texts(space));
  }

  @Test
  void changesThatComeTwiceCountOnce() {
    Hub hub = hub();
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    invite(hub, space);
    bob.join(space);
    List<LinkClient> triangle =
        List.of(ada.connect(hub.port()), bob.connect(hub.port()), bob.connect(ada.listen().port()));
    triangle.forEach(TestHost::awaitSettled);
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 150; i++) {
      ada.write(space, "a" + i);
      bob.write(space, "b" + i);
      expected.addAll(List.of("a" + i, "b" + i));
    }

    ada.awaitTexts(space, expected.toArray(String[]::new));
    bob.awaitTexts(space, expected.toArray(String[]::new));
    triangle.forEach(TestHost::awaitSettled);
  }

  @Test
  void badSignatureBlocksItsLineOnly() {
    Hub hub = hub();
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    SpaceId other = ada.found();
    invite(hub, space);
    invite(hub, other);
    ada.write(space, "a1");
    LinkClient client = ada.connect(hub.port());
    TestHost.awaitSettled(client);
    bob.join(space);
    bob.join(other);
    TestHost.awaitSettled(bob.connect(hub.port()));

    ada.writeForged(space, "a2");
    Await.until("ada hears of the refusal", () -> !ada.refusals.isEmpty());
    ada.write(other, "a1");
    bob.write(space, "b1");

    assertEquals(ErrorCode.BAD_SIGNATURE, ada.refusals.get(0).code());
    bob.awaitTexts(other, "a1");
    ada.awaitTexts(space, "a1", "a2", "b1");
    assertEquals(List.of("a1", "b1"), bob.texts(space));
    Link before = link(client);
    before.close();
    Await.until("refused again on the next link", () -> ada.refusals.size() > 1);
    assertEquals(1, ada.acked.get(space), "what was refused is never taken as stored");
  }

  @Test
  void unknownSpaceIsDenied() {
    Hub hub = hub();
    TestHost bob = host("bob");
    SpaceId space = SpaceId.of(new byte[32]);
    bob.join(space);

    TestHost.awaitSettled(bob.connect(hub.port()));

    assertEquals(ErrorCode.NO_READ, bob.refusals.get(0).code());
    assertEquals(space.control(), bob.refusals.get(0).space());
  }

  @Test
  void cutInTheMiddleOfABatchLosesAndDoublesNothing() throws IOException {
    Hub hub = hub();
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    invite(hub, space);
    String large = "x".repeat(50_000);
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 140; i++) {
      expected.add(i + large);
      ada.write(space, i + large);
    }
    Cable cable = keep(new Cable(hub.port()));
    cable.cutAfter(300_000); // about one batch and a bit
    LinkClient client = ada.connect(cable.port());

    Await.until("the cable is cut", () -> cable.cuts() == 1);
    TestHost.awaitSettled(client);
    TestHost bob = host("bob");
    bob.join(space);
    LinkClient bobsClient = bob.connect(hub.port());
    TestHost.awaitSettled(bobsClient);

    bob.awaitTexts(space, expected.toArray(String[]::new));
    assertEquals(40, TestHost.progress(bobsClient, space).received());
  }

  @Test
  void hubThatStopsAcknowledgesAndSaysGoodbye() {
    Hub hub = start(directory.resolve("hub"), 0);
    TestHost ada = host("ada");
    SpaceId space = ada.found();
    invite(hub, space);
    LinkClient client = ada.connect(hub.port());
    TestHost.awaitSettled(client);

    hub.close();

    Await.until("ada hears why", () -> !ada.ends.isEmpty());
    assertEquals(ErrorCode.DRAINING, ada.ends.get(0).code());
    assertEquals(ErrorCode.DRAINING, client.status().code());
  }
}
