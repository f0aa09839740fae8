package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.sync.SpaceProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells what happens on the links of a verb that goes on until it is interrupted. */
final class LiveWatch {
  private static final long LOOK_MILLIS = 200;

  private final Invocation invocation;
  private final Replica replica;
  private final Connections connections;
  private final Map<String, LinkClient.Status> seen = new LinkedHashMap<>();
  private final Map<Link, String> visitors = new HashMap<>();
  private final TreeSet<String> refused = new TreeSet<>();

  /** Said once after each connection; edits that come and go would only repeat it. */
  private boolean saidInSync;

  LiveWatch(Invocation invocation, Replica replica, Connections connections) {
    this.invocation = invocation;
    this.replica = replica;
    this.connections = connections;
  }

  /** Tells what happens until this thread is interrupted. */
  void untilInterrupted() throws InterruptedException {
    while (true) {
      look();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Tells what is new since the last look. */
  void look() throws InterruptedException {
    connections.clients().forEach(this::lookAt);
    lookAtVisitors();
    lookForRefusals();
    if (!saidInSync && !connections.links().isEmpty() && replica.awaitSynced(Duration.ZERO)) {
      saidInSync = true;
      say(
          "in-sync",
          null,
          Json.object(),
          "✓ In sync: everything here is there, and the other way.");
    }
  }

  private void lookAt(String address, LinkClient client) {
    LinkClient.Status status = client.status();
    LinkClient.Status before = seen.put(address, status);
    boolean same =
        before != null && before.state() == status.state() && before.code() == status.code();
    if (status.state() == LinkClient.State.ONLINE) {
      Link link = status.link();
      if (link != null && (before == null || before.link() != link)) {
        online(address, link);
      }
    } else if (status.state() == LinkClient.State.WAITING && !same && status.code() != null) {
      ObjectNode fields =
          Json.object()
              .put("code", status.code().code())
              .put("message", status.detail())
              .put("retryInMillis", status.retryInMillis());
      saidInSync = false;
      say(
          "unreachable",
          address,
          fields,
          "%s %s; trying again, everything stays saved"
              .formatted(status.code().code(), Connections.why(address, status)));
    } else if (status.state() == LinkClient.State.CONNECTING && before != null) {
      seen.put(address, before); // an attempt is no news; how it ends may be
    }
  }

  private void online(String address, Link link) {
    saidInSync = false;
    String peer = peer(link);
    ObjectNode fields = Json.object().put("device", peer).put("relay", link.peerIsRelay());
    String kind = link.peerIsRelay() ? "relay" : "device";
    say("connected", address, fields, "Connected to %s %s at %s".formatted(kind, peer, address));
  }

  private static String peer(Link link) {
    var peer = link.peer();
    return peer == null ? "?" : peer.shortForm();
  }

  private void lookAtVisitors() {
    Map<Link, String> now = new HashMap<>();
    for (Link link : connections.links()) {
      boolean ours =
          connections.clients().values().stream().anyMatch(c -> c.status().link() == link);
      if (!ours && link.peer() != null) {
        now.put(link, peer(link));
      }
    }
    now.forEach(
        (link, peer) -> {
          if (visitors.putIfAbsent(link, peer) == null) {
            saidInSync = false;
            ObjectNode fields = Json.object().put("device", peer).put("relay", link.peerIsRelay());
            say("visited", link.address(), fields, "Device %s has connected".formatted(peer));
          }
        });
    visitors
        .entrySet()
        .removeIf(
            visitor -> {
              boolean gone = !now.containsKey(visitor.getKey());
              if (gone) {
                String peer = visitor.getValue();
                ObjectNode fields = Json.object().put("device", peer);
                say("left", visitor.getKey().address(), fields, "Device " + peer + " has gone");
              }
              return gone;
            });
  }

  private void lookForRefusals() {
    for (Link link : connections.links()) {
      for (SpaceProgress progress : link.progress()) {
        ErrorCode denied = progress.denied();
        String space = Refusals.spaceName(replica, progress.space());
        if (denied != null && space != null && refused.add(link.address() + " " + space)) {
          ObjectNode fields = Json.object().put("code", denied.code()).put("space", space);
          String text =
              "%s space '%s' is refused by %s".formatted(denied.code(), space, link.address());
          say("refused", link.address(), fields, text);
        }
      }
    }
  }

  /** One piece of news: an object for scripts, a line of talk for people. */
  void say(String event, @Nullable String address, ObjectNode fields, String text) {
    if (invocation.json()) {
      ObjectNode answer = Json.answer().put("event", event);
      if (address != null) {
        answer.put("address", address);
      }
      answer.setAll(fields);
      invocation.print(answer);
    } else {
      invocation.talk(text);
    }
  }
}
