package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Refuse;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkClientTest {
  @TempDir Path directory;
  private TestHost host;

  @BeforeEach
  void open() {
    host = new TestHost(directory.resolve("host"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void nonsenseIsRefusedAtOnce() {
    RejoinException e =
        assertThrows(RejoinException.class, () -> LinkClient.connect("no port", host));
    assertEquals(ErrorCode.BAD_ADDRESS, e.code());
  }

  @Test
  void nobodyThereShowsInTheStatus() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (LinkClient client = host.connect(port)) {
      Await.until("tried three times", () -> client.status().attempt() >= 3);
      assertEquals(ErrorCode.UNREACHABLE, client.status().code());
      assertTrue(client.status().detail().contains("does not answer"), client.status().detail());
      assertNull(client.status().link());
    }
  }

  @Test
  void nameWithoutAddressShowsInTheStatus() {
    try (LinkClient client = LinkClient.connect("no-such-host.invalid:4710", host)) {
      Await.until("looked up", () -> client.status().code() != null);
      assertEquals(ErrorCode.NAME_NOT_FOUND, client.status().code());
      assertEquals(LinkClient.State.WAITING, client.status().state());
      assertTrue(client.status().retryInMillis() > 0);
    }
  }

  @Test
  void refusalForTheVersionWaitsLong() throws IOException {
    try (ServerSocket newer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        LinkClient client = host.connect(newer.getLocalPort())) {
      try (Socket socket = newer.accept()) {
        Refuse refuse = Refuse.newBuilder().setCode(ErrorCode.VERSION_TOO_OLD.number()).build();
        socket
            .getOutputStream()
            .write(FrameCodec.write(Frame.newBuilder().setRefuse(refuse).build()));
        Await.until("heard", () -> client.status().code() == ErrorCode.VERSION_TOO_OLD);
      }
      assertTrue(client.status().retryInMillis() > 15_000, client.status().toString());
      client.reconnectNow();
      newer.accept().close();
    }
  }

  @Test
  void portInUseIsSaid() {
    LinkServer first = host.listen();
    RejoinException e =
        assertThrows(
            RejoinException.class, () -> LinkServer.listen("127.0.0.1", first.port(), host));
    assertEquals(ErrorCode.PORT_IN_USE, e.code());
    assertTrue(e.getMessage().contains("127.0.0.1:" + first.port()), e.getMessage());
  }

  @Test
  void portIsFreeAfterClose() {
    LinkServer first = host.listen();
    first.close();
    try (LinkServer second = LinkServer.listen("127.0.0.1", first.port(), host)) {
      assertEquals(first.port(), second.port());
    }
  }

  @Test
  void closingFromACallbackDoesNotHang() {
    try (TestHost other = new TestHost(directory.resolve("other"))) {
      CompletableFuture<LinkClient> self = new CompletableFuture<>();
      other.onReady = () -> self.join().close();
      LinkClient client = other.connect(host.listen().port());
      self.complete(client);
      Await.until("the link came and went", () -> other.ends.size() == 1);
      assertEquals(LinkClient.State.WAITING, client.status().state());
      assertNull(client.status().link());
    }
  }

  @Test
  void peerThatStopsReadingCostsBoundedMemory() throws IOException {
    List<SpaceId> spaces = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      spaces.add(host.found());
    }
    try (TestHost slow = new TestHost(directory.resolve("slow"));
        Cable cable = new Cable(host.listen().port())) {
      spaces.forEach(slow::join);
      TestHost.awaitSettled(slow.connect(cable.port()));
      cable.hold(true);
      NettyLink link = (NettyLink) host.links.iterator().next();
      long before = link.sentBytes();
      String large = "x".repeat(60_000);
      for (SpaceId space : spaces) {
        for (int i = 0; i < 25; i++) {
          host.write(space, i + large);
        }
      }
      long[] most = {0};
      Await.until(
          "as much is on its way as may be",
          () -> {
            most[0] = Math.max(most[0], link.queuedBytes());
            return link.sentBytes() - before + link.queuedBytes() > 3_500_000;
          });
      host.awaitDurable();
      most[0] = Math.max(most[0], link.queuedBytes());
      assertTrue(most[0] < NetLimits.HIGH_WATER_BYTES + 1_500_000, most[0] + " bytes wait");

      cable.hold(false);
      for (SpaceId space : spaces) {
        slow.awaitTexts(space, host.texts(space).toArray(String[]::new));
      }
    }
  }
}
