package dev.rejoin.guide;

import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.rules.RulesText;

/** Conflicts and rules. */
final class ConflictsGuide {
  private ConflictsGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit(tx -> tx.map("lot").put("price", 70));
      ben.edit(tx -> tx.text("body").append("My offer:"));
      ben.edit(tx -> tx.map("lot").put("price", 50));
      devices.meet();

      Conflict conflict = ana.conflicts().open().get(0);
      conflict.candidates().forEach(c -> System.out.println(c.who() + " wrote " + c.value()));
      System.out.println("shown: " + ana.map("lot").get("price").orElseThrow());

      ana.space().rules().set(RulesText.parse("best  *:lot.price  highest"));
      System.out.println("by the rule: " + ana.map("lot").get("price").orElseThrow());
      System.out.println("waiting: " + ana.conflicts().open().size());

      ben.conflicts().open().get(0).keep(1); // his own, whatever the rule says
      devices.meet();
      System.out.println("settled: " + ana.map("lot").get("price").orElseThrow());

      ben.undo("Ben").undo();
      devices.meet();
      System.out.println("taken back: " + ana.map("lot").get("price").orElseThrow());
    }
    // snippet]
  }
}
