package dev.rejoin.guide;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.schema.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Devices on one network, without a server. */
final class FormGuide {
  private FormGuide() {}

  // [snippet
  record Reading(String meter, double kwh, String takenBy) {}

  public static void main(String[] args) throws InterruptedException {
    try (Replica van = Replica.open(Path.of("van"), o -> o.author("Ben").device("Van 3 tablet"));
        Replica depot = Replica.open(Path.of("depot"), o -> o.author("Ana").device("Depot"))) {
      Space meters = van.space("meters");
      String here = "127.0.0.1:" + van.listen("127.0.0.1", 0).port();
      depot.join(meters.invite(List.of(here)), "meters"); // the invite is a link: show it, send it

      Document round = meters.document("round-2026-11-20"); // works without any network
      Reading reading = new Reading("4711", 8123.4, "Ben");
      round.edit(tx -> tx.map("meter/4711").putAll(Records.of(reading)));
      System.out.println(van.status().health() + ", waiting: " + van.status().pending());

      depot.connect(here);
      boolean done = depot.awaitSynced(Duration.ofSeconds(30));
      Document same = depot.space("meters").document("round-2026-11-20");
      Reading read = same.map("meter/4711").as(Reading.class);
      System.out.println(read + (done ? " is on both devices" : " will be sent"));
    }
  }
  // snippet]
}
