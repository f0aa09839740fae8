package dev.rejoin.guide;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;

/** Texts, anchors, formats. */
final class TextsGuide {
  private TextsGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit(tx -> tx.text("body").append("Kick-off on Monday"));
      devices.meet();

      Anchor cursor = ben.text("body").anchor(12, Bias.AFTER); // before "Monday"
      ana.edit(tx -> tx.text("body").mark(0, 8, "bold", Value.of(true), Expand.AFTER));
      ana.edit(tx -> tx.text("body").replace(12, 18, "Tuesday"));
      ben.edit(tx -> tx.text("body").insert(8, " meeting").append(" at ten"));
      devices.meet();

      System.out.println(ana.text("body").content());
      ana.text("body").formats().forEach(System.out::println);
      System.out.println("Ben's cursor is at " + ben.text("body").position(cursor));
    }
    // snippet]
  }
}
