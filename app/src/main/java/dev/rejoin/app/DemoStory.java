package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Tier;
import dev.rejoin.replica.net.LinkClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What happens in the demo: two people share a plan, are cut off, go on editing, and meet again.
 * Not safe for several threads.
 */
final class DemoStory {
  private static final long PATIENCE_SECONDS = 30;

  private final DemoTeller teller;
  private final DemoCable cable;
  private final DemoPerson ana;
  private final DemoPerson ben;

  DemoStory(DemoTeller teller, DemoCable cable, DemoPerson ana, DemoPerson ben) {
    this.teller = teller;
    this.cable = cable;
    this.ana = ana;
    this.ben = ben;
  }

  /** Plays it; whether both devices are the same in the end. */
  boolean play() throws InterruptedException {
    teller.step("Ana and Ben share a plan");
    LinkClient anasLink = ana.connect(cable.address());
    share();
    LinkClient bensLink = ben.connect(cable.address());
    meet();
    teller.step("The cable is cut");
    cable.cut();
    teller.say(
        "Neither device can reach the relay any more. Nothing stops working: each has its own copy"
            + " on its own disk, and editing never waits for a network.");
    teller.step("Both go on editing, apart");
    editApart();
    teller.step("The cable is plugged in again");
    rejoin(anasLink, bensLink);
    teller.step("Both devices show the same");
    return compare();
  }

  private void share() throws InterruptedException {
    ana.edit(
        tx -> {
          tx.text("note").append("Kick-off on Monday. Bring slides.");
          tx.map("meeting").put("room", 4);
          tx.set("tags").add("draft");
          tx.counter("votes").add(1);
        });
    reach(ana.takeReceipts(), Tier.RELAYED);
  }

  private void meet() throws InterruptedException {
    // Ben's answer travels back to Ana, so both have the plan once it is delivered.
    awaitFounding();
    ben.edit(tx -> tx.set("tags").add("team"));
    reach(ben.takeReceipts(), Tier.DELIVERED);
    teller.say(
        "Ana writes a plan: a note, a map of fields, a set of tags, a counter of votes. Ben joins"
            + " with her invite and adds a tag. A relay stands between them: it stores and"
            + " forwards changes, and need not understand them.");
    teller.show(ana, ben);
  }

  private void awaitFounding() throws InterruptedException {
    if (!ben.replica().awaitSynced(Duration.ofSeconds(PATIENCE_SECONDS))) {
      throw late("Ben's device does not get in sync with the relay");
    }
  }

  private void editApart() throws InterruptedException {
    ana.edit(
        tx -> {
          var note = tx.text("note");
          int slides = note.content().indexOf(" Bring slides.");
          note.delete(slides, slides + " Bring slides.".length());
          note.append(" Ana brings coffee.");
        });
    ana.edit(tx -> tx.map("meeting").put("time", "10:00").put("room", 5));
    ana.edit(tx -> tx.set("tags").add("urgent"));
    ana.edit(tx -> tx.set("tags").discard("urgent"));
    ana.edit(tx -> tx.counter("votes").add(2));
    ben.edit(
        tx -> {
          tx.text("note").insert(0, "Project Otter: ");
          tx.text("note").append(" Ben books the room.");
        });
    ben.edit(tx -> tx.map("meeting").put("host", "Ben").put("room", 7));
    ben.edit(tx -> tx.set("tags").add("urgent"));
    ben.edit(tx -> tx.counter("votes").add(3));
    teller.point("Ana deletes \"Bring slides.\" and writes that she brings coffee.");
    teller.point("Ben puts the project's name in front and, at the same end, books a room.");
    teller.point("Ana sets the time, Ben the host, and both set the room: 5 and 7.");
    teller.point("Both add the tag \"urgent\"; Ana takes hers off again.");
    teller.point("Ana votes twice more, Ben three times.");
    teller.show(ana, ben);
    teller.say(
        "The last line says what waits to be sent. All of it is on disk already: if both"
            + " processes died now, nothing would be lost.");
    teller.fact("waiting", ana.waiting() + ben.waiting());
  }

  private void rejoin(LinkClient... links) throws InterruptedException {
    long changes = ana.waiting() + ben.waiting();
    long up = cable.bytesUp();
    long down = cable.bytesDown();
    List<Receipt> receipts = new ArrayList<>(ana.takeReceipts());
    receipts.addAll(ben.takeReceipts());
    long start = System.nanoTime();
    cable.plug();
    for (LinkClient link : links) {
      link.reconnectNow(); // as a device does when its network comes back
    }
    for (Tier tier : List.of(Tier.SAVED, Tier.SENT, Tier.RELAYED, Tier.DELIVERED)) {
      reach(receipts, tier);
      long millis = (System.nanoTime() - start) / 1_000_000;
      teller.point("after %,4d ms every edit is %s".formatted(millis, meaning(tier)));
      teller.fact(tier.name().toLowerCase(Locale.ROOT) + "AfterMillis", millis);
    }
    teller.say(
        "%d changes travelled: %,d bytes to the relay and %,d from it, with handshakes, signatures"
                .formatted(changes, cable.bytesUp() - up, cable.bytesDown() - down)
            + " and receipts. Only what the other side lacked was sent.");
    teller.fact("changes", changes);
    teller.fact("bytesUp", cable.bytesUp() - up);
    teller.fact("bytesDown", cable.bytesDown() - down);
  }

  private static String meaning(Tier tier) {
    return switch (tier) {
      case WRITTEN -> "written";
      case SAVED -> "saved      (on its author's disk: a power cut does no harm)";
      case SENT -> "sent       (on its way)";
      case RELAYED -> "relayed    (on the relay's disk)";
      case DELIVERED -> "delivered  (on the other device's disk)";
    };
  }

  private boolean compare() throws InterruptedException {
    teller.show(ana, ben);
    boolean converged = ana.digest().equals(ben.digest());
    for (DemoPerson person : List.of(ana, ben)) {
      teller.say("state of %s's device: %s".formatted(person.name(), person.digest()));
    }
    if (!converged) {
      teller.say("The states differ. That must never happen: please report it.");
      return false;
    }
    List<String> rooms = ana.values("room");
    teller.point(
        "The note has the words of both, and those typed at the same place stand side by side,"
            + " each in one piece. What Ana deleted stays deleted.");
    teller.point(
        "Two fields were set by one person each: both are there. The room was set by both: "
            + "%s is shown on both devices, and %s is kept beside it until somebody decides."
                .formatted(rooms.get(0), String.join(", ", rooms.subList(1, rooms.size()))));
    teller.point(
        "\"urgent\" stays: Ana's removal takes away what she had seen, and Ben's tag was not it.");
    teller.point("Every vote counts once: 1 + 2 + 3 = %d.".formatted(votes()));
    teller.closing(
        "",
        "What next:",
        "  rejoin init && rejoin space create team    a replica and a space of your own",
        "  rejoin relay serve                         a relay for your devices",
        "  rejoin bench kill                          kill all three again and again",
        "  README.md                                  the same in Java");
    return true;
  }

  private long votes() {
    return ana.document().counter("votes").total();
  }

  private static void reach(List<Receipt> receipts, Tier tier) throws InterruptedException {
    for (Receipt receipt : receipts) {
      try {
        receipt.reached(tier).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw late("an edit is " + receipt.tier() + " and does not become " + tier);
      } catch (ExecutionException e) {
        throw new RejoinException(ErrorCode.UNKNOWN, "a receipt failed: " + e.getCause(), e);
      }
    }
  }

  private static RejoinException late(String what) {
    return new RejoinException(ErrorCode.TIMED_OUT, what + " within " + PATIENCE_SECONDS + " s");
  }
}
