package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.Health;
import dev.rejoin.replica.SpaceStatus;
import dev.rejoin.replica.Status;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.store.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A status as text and as JSON. */
record StatusReport(Status status, String name, List<String> remembered, long freeBytes) {
  private static final int SHOWN_NOTICES = 5;

  boolean needsAttention() {
    return status.spaces().stream().anyMatch(SpaceStatus::waits);
  }

  String mark() {
    return status.health() == Health.REFUSED ? "▲" : "●";
  }

  Colour colour() {
    return switch (status.health()) {
      case SYNCED -> Colour.GREEN;
      case SYNCING -> Colour.BLUE;
      case OFFLINE -> Colour.AMBER;
      case REFUSED -> Colour.RED;
    };
  }

  String headline() {
    return switch (status.health()) {
      case SYNCED -> "In sync   Everything is saved here, and on the other side.";
      case SYNCING -> "Syncing   Everything is saved on this device.";
      case OFFLINE ->
          needsAttention()
              ? "Offline   Everything is saved on this device."
              : "Offline   Everything is saved on this device and elsewhere.";
      case REFUSED -> "Refused   Everything is saved on this device, but somebody refuses it.";
    };
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String device = status.device().shortForm() + (name.isEmpty() ? "" : " (" + name + ")");
    lines.add("  Device      " + device + "   " + status.directory());
    status.spaces().forEach(space -> addSpace(lines, space));
    if (status.spaces().isEmpty()) {
      lines.add("  Spaces      none yet");
    }
    status.connections().forEach(c -> lines.add("  Link        " + connection(c)));
    lines.add(
        "  Disk        %s used, %s free"
            .formatted(Formats.bytes(status.storeBytes()), Formats.bytes(freeBytes)));
    List<Audit.Entry> notices = status.notices();
    for (Audit.Entry notice :
        notices.subList(Math.max(0, notices.size() - SHOWN_NOTICES), notices.size())) {
      lines.add(
          "  Notice      %s  %s: %s"
              .formatted(Formats.local(notice.time()), notice.what(), notice.detail()));
    }
    lines.add("Next: " + next());
    return lines;
  }

  private static void addSpace(List<String> lines, SpaceStatus space) {
    lines.add(
        "  Space       %s   %s, %s"
            .formatted(
                space.name(),
                Formats.count(space.documents(), "document"),
                Formats.count(space.held(), "change")));
    if (!space.confirmed()) {
      lines.add("    Joined    but nothing of it has arrived yet");
    }
    if (space.pending() > 0) {
      lines.add(
          "    Pending   %s that no other store is known to hold%s"
              .formatted(
                  Formats.count(space.pending(), "change"),
                  space.sent() > 0 ? ", " + space.sent() + " of them sent" : ""));
    }
    if (space.waiting() > 0) {
      lines.add(
          "    Waiting   %s for what they build on"
              .formatted(Formats.count(space.waiting(), "batch").replace("batchs", "batches")));
    }
    Instant now = Instant.now();
    for (SpaceStatus.TargetStatus target : space.targets()) {
      lines.add(
          "    %s  %s   %s   %s"
              .formatted(
                  target.relay() ? "On relay" : "Device  ",
                  target.device().shortForm(),
                  target.pending() == 0
                      ? "has everything"
                      : Formats.count(target.pending(), "change") + " behind",
                  target.online() ? "online" : "last seen " + Formats.ago(target.seen(), now)));
    }
    space.problems().forEach(problem -> lines.add("    Refused   " + problem));
  }

  private static String connection(Status.Connection connection) {
    LinkClient.Status link = connection.status();
    ErrorCode code = link.code();
    return switch (link.state()) {
      case ONLINE -> connection.address() + "   connected";
      case CONNECTING -> connection.address() + "   connecting";
      case WAITING ->
          "%s   %s%s, next attempt in %d s"
              .formatted(
                  connection.address(),
                  code == null ? "" : code.code() + " ",
                  link.detail(),
                  (link.retryInMillis() + 999) / 1_000);
    };
  }

  private String next() {
    return switch (status.health()) {
      case SYNCED -> "nothing to do.";
      case SYNCING -> "nothing to do; it goes on by itself.";
      case REFUSED -> "see what is refused above; nothing is lost meanwhile.";
      case OFFLINE -> {
        if (!status.connections().isEmpty()) {
          yield "nothing to do; it goes on by itself when the other side answers again.";
        }
        if (remembered.isEmpty()) {
          yield "no relay or peer is known; 'rejoin sync --peer HOST:PORT' names one.";
        }
        yield needsAttention()
            ? "'rejoin sync' sends it to " + String.join(", ", remembered) + "."
            : "nothing to do; 'rejoin sync' fetches what others have done.";
      }
    };
  }

  ObjectNode json() {
    ObjectNode json =
        Json.answer()
            .put("health", status.health().name())
            .put("device", status.device().toString())
            .put("replica", status.replica().toString())
            .put("name", name)
            .put("directory", status.directory());
    json.putObject("pending").put("changes", status.pending());
    ArrayNode spaces = json.putArray("spaces");
    status.spaces().forEach(space -> spaces.add(space(space)));
    ArrayNode connections = json.putArray("connections");
    for (Status.Connection connection : status.connections()) {
      LinkClient.Status link = connection.status();
      ErrorCode code = link.code();
      connections
          .addObject()
          .put("address", connection.address())
          .put("state", link.state().name())
          .put("attempt", link.attempt())
          .put("why", code == null ? null : code.code())
          .put("retryInMillis", link.retryInMillis());
    }
    status.incoming().forEach(json.putArray("links")::add);
    remembered.forEach(json.putArray("remembered")::add);
    json.putObject("disk").put("used", status.storeBytes()).put("free", freeBytes);
    ArrayNode notices = json.putArray("notices");
    for (Audit.Entry notice : status.notices()) {
      notices
          .addObject()
          .put("time", Formats.utc(notice.time()))
          .put("what", notice.what())
          .put("detail", notice.detail());
    }
    return json.put("next", next());
  }

  private static ObjectNode space(SpaceStatus space) {
    ObjectNode json =
        Json.object()
            .put("name", space.name())
            .put("id", space.id().toString())
            .put("arrived", space.confirmed())
            .put("documents", space.documents())
            .put("changes", space.held())
            .put("saved", space.saved())
            .put("open", space.open())
            .put("pending", space.pending())
            .put("sent", space.sent())
            .put("notRelayed", space.notRelayed())
            .put("waiting", space.waiting());
    ArrayNode targets = json.putArray("targets");
    for (SpaceStatus.TargetStatus target : space.targets()) {
      targets
          .addObject()
          .put("device", target.device().toString())
          .put("relay", target.relay())
          .put("online", target.online())
          .put("pending", target.pending())
          .put("seen", Formats.utc(target.seen()));
    }
    space.problems().forEach(json.putArray("problems")::add);
    return json;
  }
}
