package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One of the two people of the demo, with a device of their own. Not safe for several threads. */
final class DemoPerson implements AutoCloseable {
  private static final String SPACE = "team";

  private final String name;
  private final Replica replica;
  private final Space space;
  private final Document document;
  private final List<Receipt> receipts = new ArrayList<>();

  private DemoPerson(String name, Replica replica, Space space) {
    this.name = name;
    this.replica = replica;
    this.space = space;
    this.document = space.document("plan");
  }

  /** The one who founds the space. */
  static DemoPerson founding(String name, Path directory) {
    Replica replica = Replica.open(directory, o -> o.author(name));
    return new DemoPerson(name, replica, replica.space(SPACE));
  }

  /** The one who was invited. */
  static DemoPerson joining(String name, Path directory, InviteLink invite) {
    Replica replica = Replica.open(directory, o -> o.author(name));
    return new DemoPerson(name, replica, replica.join(invite, SPACE));
  }

  String name() {
    return name;
  }

  Replica replica() {
    return replica;
  }

  Document document() {
    return document;
  }

  InviteLink invite() {
    return space.invite(List.of());
  }

  LinkClient connect(String address) {
    return replica.connect(address);
  }

  /** Edits, and remembers the receipt. */
  void edit(Consumer<DocumentEdit> edits) {
    receipts.add(document.edit(edits));
  }

  /** The receipts since the last time this was asked. */
  List<Receipt> takeReceipts() {
    List<Receipt> taken = List.copyOf(receipts);
    receipts.clear();
    return taken;
  }

  /** Own changes that no other store is known to hold. */
  long waiting() {
    space.freeze();
    return space.status().pending();
  }

  String digest() {
    return document.digest();
  }

  /** What this device shows, as lines of a label and a value. */
  List<String[]> shows() {
    String meeting =
        document.map("meeting").entries().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String tags =
        document.set("tags").elements().stream()
            .map(Value::toString)
            .collect(Collectors.joining(", "));
    return List.of(
        new String[] {"note", document.text("note").content()},
        new String[] {"meeting", meeting},
        new String[] {"tags", tags.isEmpty() ? "(none)" : tags},
        new String[] {"votes", String.valueOf(document.counter("votes").total())},
        new String[] {"waiting", waitingText()});
  }

  private String waitingText() {
    long waiting = waiting();
    return waiting == 0 ? "nothing" : waiting + (waiting == 1 ? " change" : " changes");
  }

  /** The values of a field, the shown one first. */
  List<String> values(String field) {
    return document.map("meeting").candidates(field).stream()
        .map(Candidate::value)
        .map(Value::toString)
        .toList();
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("name", name);
    json.put("note", document.text("note").content());
    ObjectNode meeting = json.putObject("meeting");
    document.map("meeting").entries().forEach((key, value) -> meeting.put(key, value.toString()));
    ArrayNode tags = json.putArray("tags");
    document.set("tags").elements().forEach(tag -> tags.add(tag.toString()));
    return json.put("votes", document.counter("votes").total()).put("waiting", waiting());
  }

  @Override
  public void close() {
    replica.close();
  }
}
