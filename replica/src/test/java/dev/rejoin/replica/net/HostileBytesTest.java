package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Hello;
import dev.rejoin.proto.v1.Ping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a port answers to bytes that no honest peer sends; it serves the next one all the same. */
final class HostileBytesTest {
  @TempDir Path directory;
  private TestHost host;
  private LinkServer server;

  @BeforeEach
  void listen() {
    host = new TestHost(directory.resolve("host"));
    server = host.listen();
  }

  @AfterEach
  void close() throws IOException {
    try (RawPeer honest = new RawPeer(server.port())) {
      honest.authenticate();
    } finally {
      host.close();
    }
  }

  private static byte[] length(int size) {
    return ByteBuffer.allocate(4).putInt(size).array();
  }

  /** Sends bytes instead of a greeting; expects a refusal with this code, then the end. */
  private void assertRefused(ErrorCode code, byte[] bytes) throws IOException {
    try (RawPeer peer = new RawPeer(server.port())) {
      Frame answer = peer.sendBytes(bytes).next();
      assertEquals(code.number(), answer.getRefuse().getCode(), answer.toString());
      assertTrue(peer.isEnded());
    }
  }

  @Test
  void refusesBadLengthsBeforeTheGreeting() throws IOException {
    assertRefused(ErrorCode.FRAME_TOO_LARGE, length(16 * 1_024 + 1));
    assertRefused(ErrorCode.FRAME_TOO_LARGE, length(-1));
    assertRefused(ErrorCode.FRAME_TOO_LARGE, "GET / HTTP/1.1\r\n\r\n".getBytes());
    assertRefused(ErrorCode.MALFORMED, length(0));
  }

  @Test
  void refusesGarbageInAFrame() throws IOException {
    byte[] garbage = Arrays.copyOf(length(100), 104);
    Arrays.fill(garbage, 4, 104, (byte) 0xff);
    assertRefused(ErrorCode.MALFORMED, garbage);
  }

  @Test
  void refusalIsReadThoughMuchMoreWasSent() throws IOException {
    byte[] flood = Arrays.copyOf(length(Integer.MAX_VALUE), 1_000_000);
    assertRefused(ErrorCode.FRAME_TOO_LARGE, flood);
  }

  @Test
  void refusesFramesThatAreOutOfOrder() throws IOException {
    Frame ping = Frame.newBuilder().setPing(Ping.newBuilder().setToken(1)).build();
    assertRefused(ErrorCode.PROTOCOL_ORDER, FrameCodec.write(ping));
  }

  @Test
  void floodBeforeAuthenticationEnds() throws IOException {
    Frame ping = Frame.newBuilder().setPing(Ping.newBuilder().setToken(1)).build();
    byte[] one = FrameCodec.write(ping);
    ByteBuffer many = ByteBuffer.allocate(10_000 * one.length);
    for (int i = 0; i < 10_000; i++) {
      many.put(one);
    }
    assertRefused(ErrorCode.PROTOCOL_ORDER, many.array());
  }

  @Test
  void refusesNewerAndOlderProtocols() throws IOException {
    try (RawPeer peer = new RawPeer(server.port())) {
      Frame answer = peer.hello(2, 9).next();
      assertEquals(ErrorCode.VERSION_TOO_NEW.number(), answer.getRefuse().getCode());
      assertTrue(peer.isEnded());
    }
    try (RawPeer peer = new RawPeer(server.port())) {
      Frame answer = peer.hello(0, 0).next();
      assertEquals(ErrorCode.VERSION_TOO_OLD.number(), answer.getRefuse().getCode());
      assertTrue(peer.isEnded());
    }
  }

  @Test
  void replayedProofIsRefused() throws IOException {
    try (RawPeer peer = new RawPeer(server.port())) {
      Frame.Builder recorded = peer.hello(1, 1).proof(peer.next());
      peer.send(recorded).next(Frame::hasWelcome);
      try (RawPeer thief = peer.again(server.port())) {
        thief.hello(1, 1).next(Frame::hasChallenge);
        Frame answer = thief.send(recorded).next();
        assertEquals(ErrorCode.BAD_PROOF.number(), answer.getRefuse().getCode());
        assertTrue(thief.isEnded());
      }
    }
  }

  @Test
  void keyOfSmallOrderIsRefused() throws IOException {
    byte[] identity = new byte[32];
    identity[0] = 1;
    try (RawPeer peer = new RawPeer(server.port())) {
      Hello hello =
          Hello.newBuilder()
              .setProtocolMin(1)
              .setProtocolMax(1)
              .setDevice(ByteString.copyFrom(identity))
              .setNonce(ByteString.copyFrom(new byte[32]))
              .build();
      Frame answer = peer.send(Frame.newBuilder().setHello(hello)).next();
      assertEquals(ErrorCode.BAD_PROOF.number(), answer.getRefuse().getCode());
    }
  }

  @Test
  void afterTheHandshakeErrorsSayTheirCode() throws IOException {
    try (RawPeer peer = new RawPeer(server.port())) {
      Frame answer = peer.authenticate().sendBytes(length(1_024 * 1_024 + 1)).next(Frame::hasError);
      assertEquals(ErrorCode.FRAME_TOO_LARGE.number(), answer.getError().getCode());
      assertTrue(answer.getError().getFatal());
      assertTrue(peer.isEnded());
    }
    Await.until("the host hears of it", () -> host.ends.size() == 1);
    assertEquals(ErrorCode.FRAME_TOO_LARGE, host.ends.get(0).code());
  }

  @Test
  void halfAFrameThenTheEndIsAnOrdinaryEnd() throws IOException {
    try (RawPeer peer = new RawPeer(server.port())) {
      peer.authenticate().sendBytes(length(500)).sendBytes(new byte[100]);
    }
    Await.until("the link ends", () -> host.ends.size() == 1);
    assertEquals(ErrorCode.UNREACHABLE, host.ends.get(0).code());
  }

  @Test
  void tooManyWhoSayNothingAreTurnedAway() throws IOException {
    List<RawPeer> silent = new ArrayList<>();
    try {
      for (int i = 0; i < NetLimits.MAX_UNPROVEN_PER_ADDRESS; i++) {
        silent.add(new RawPeer(server.port()));
      }
      Await.until("all are in", () -> server.unproven() == NetLimits.MAX_UNPROVEN_PER_ADDRESS);
      assertRefused(ErrorCode.OVERLOADED, new byte[0]);
    } finally {
      for (RawPeer peer : silent) {
        peer.close();
      }
    }
    Await.until("there is room again", () -> server.unproven() == 0);
  }
}
