package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Pong;
import dev.rejoin.proto.v1.Receipt;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole conversations, frame by frame, against the scripts in {@code src/test/resources/scripts}.
 *
 * <p>Written anew with {@code -Drejoin.golden.rewrite=true}; read the difference before committing.
 */
final class ScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

  /** What comes in place of a lost frame: something that means nothing. */
  private static final Frame LOST = Frame.newBuilder().setPong(Pong.getDefaultInstance()).build();

  @TempDir Path directory;
  private final Deque<TestHost> hosts = new ArrayDeque<>();
  private final StringBuilder script = new StringBuilder();

  private TestHost host(String name) {
    TestHost host = new TestHost(directory.resolve(name));
    hosts.push(host);
    return host;
  }

  @AfterEach
  void closeAll() {
    hosts.forEach(TestHost::close);
  }

  /** What comes in place of a frame that the sender lost by a bug: something that means nothing. */
  private static Frame lost(Frame frame) {
    return Frame.newBuilder().setNo(frame.getNo()).setPong(Pong.getDefaultInstance()).build();
  }

  private void say(String comment) {
    script.append(script.isEmpty() ? "" : "\n").append("# ").append(comment).append('\n');
  }

  private void check(String name) throws IOException {
    Path file = SCRIPTS.resolve(name + ".txt");
    if (Boolean.getBoolean("rejoin.golden.rewrite")) {
      Files.createDirectories(SCRIPTS);
      Files.writeString(file, script);
    }
    assertEquals(Files.readString(file), script.toString());
  }

  @Test
  void firstContact() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    ada.write(space, "a2");
    bob.write(space, "b1");

    say("Both know the space, bob holds nothing of ada's. The control space goes first.");
    new Conversation(script, ada, bob, space).run();

    bob.awaitTexts(space, "a1", "a2", "b1");
    ada.awaitTexts(space, "a1", "a2", "b1");
    check("first-contact");
  }

  @Test
  void resume() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    new Conversation(new StringBuilder(), ada, bob, space).run();
    ada.write(space, "a2");
    bob.write(space, "b1");

    say("They have met before: one cursor for each space says all, only what is new travels.");
    new Conversation(script, ada, bob, space).run();

    bob.awaitTexts(space, "a1", "a2", "b1");
    ada.awaitTexts(space, "a1", "a2", "b1");
    check("resume");
  }

  @Test
  void needVector() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    new Conversation(new StringBuilder(), ada, bob, space).run();
    hosts.remove(ada);
    ada.close();
    Files.delete(directory.resolve("ada").resolve("incarnation"));
    TestHost restored = host("ada");
    restored.join(space);

    say("Ada's store was restored: bob's cursors mean nothing there, so versions are compared.");
    new Conversation(script, restored, bob, space).run();

    assertEquals(restored.texts(space), bob.texts(space));
    check("need-vector");
  }

  @Test
  void denied() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();

    say("Bob does not know the space; he says no more than to anybody about any space.");
    Conversation conversation = new Conversation(script, ada, bob, space).run();
    say("He joins later; ada asks again after a while.");
    bob.join(space);
    conversation.after(5_000);

    check("denied");
  }

  @Test
  void livePush() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    Conversation conversation =
        new Conversation(new StringBuilder(), ada, bob, space).run().after(1_000);

    Conversation live = conversation.into(script);
    say("Both are caught up; ada writes.");
    ada.write(space, "a1");
    live.goOn();
    say("Bob writes.");
    bob.write(space, "b1");
    live.goOn();
    say("A second later both say how far they are.");
    live.after(1_000);

    check("live-push");
  }

  @Test
  void fork() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    bob.write(space, "b1");
    bob.forgeLineOf(ada, space, "another a1");

    say("Bob holds other bytes under ada's first number: that line is left alone, his goes on.");
    new Conversation(script, ada, bob, space).run();

    ada.awaitTexts(space, "a1", "b1");
    check("fork");
  }

  @Test
  void badSignatures() throws IOException {
    TestHost ada = host("ada").actAsRelay(); // which joins no batches
    TestHost bob = host("bob");
    SpaceId space = ada.found();
    bob.join(space);
    bob.write(space, "b1");
    ada.writeForged(space, "a1");
    ada.write(space, "a2");
    ada.write(space, "a3");

    say("The first of ada's batches has a bad signature. Bob keeps no place in her order.");
    new Conversation(script, ada, bob, space).run();
    say("They meet again: bob compares, and refuses again.");
    new Conversation(script, ada, bob, space).run();

    ada.awaitTexts(space, "a1", "a2", "a3", "b1");
    bob.awaitTexts(space, "b1");
    assertEquals(
        0, ada.store().journal(space).target(bob.device()).acked(), "nothing of it is there");
    check("bad-signature");
  }

  @Test
  void gap() throws IOException {
    TestHost ada = host("ada").actAsRelay(); // which joins no batches
    TestHost bob = host("bob").actAsRelay();
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    ada.write(space, "a2");
    ada.write(space, "a3");
    ada.write(space, "a4");

    say("Ada's second batch is lost on its way; bob asks again once, and ends with all of it.");
    int[] batches = {0};
    new Conversation(script, ada, bob, space)
        .onTheWay(
            frame -> {
              boolean content = frame.hasBatch() && frame.getBatch().getNumber() == 2;
              return content && ++batches[0] == 2 ? lost(frame) : frame;
            })
        .run();

    bob.awaitTexts(space, "a1", "a2", "a3", "a4");
    check("gap");
  }

  @Test
  void earlyReceipt() throws IOException {
    TestHost ada = host("ada");
    TestHost bob = host("bob").actAsRelay();
    SpaceId space = ada.found();
    bob.join(space);
    ada.write(space, "a1");
    byte[] reader = DeviceKey.generate().id().bytes();

    say("A reader's receipt overtakes the acknowledgement that tells which change it means.");
    new Conversation(script, ada, bob, space)
        .onTheWayBack(
            frame -> {
              if (!frame.hasBatchAck() || frame.getBatchAck().getNumber() != 2) {
                return List.of(frame);
              }
              Receipt receipt =
                  Receipt.newBuilder()
                      .setNumber(2)
                      .setDevice(ByteString.copyFrom(reader))
                      .setN(frame.getBatchAck().getStoredN())
                      .build();
              return List.of(Frame.newBuilder().setReceipt(receipt).build(), frame);
            })
        .run();

    check("early-receipt");
  }
}
