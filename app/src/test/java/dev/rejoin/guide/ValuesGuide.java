package dev.rejoin.guide;

import dev.rejoin.replica.Document;

/** Maps, sets, counters and registers. */
final class ValuesGuide {
  private ValuesGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit(tx -> tx.set("tags").add("urgent"));
      devices.meet();

      ana.edit(
          tx -> {
            tx.map("meta").put("room", 4).map("host").put("name", "Ana");
            tx.set("tags").discard("urgent");
            tx.counter("views").add(2);
          });
      ben.edit(
          tx -> {
            tx.map("meta").put("room", 5).map("host").put("phone", "17");
            tx.set("tags").add("urgent").add("open");
            tx.counter("views").add(3);
          });
      devices.meet();

      System.out.println("host  " + ana.map("meta").map("host").entries());
      System.out.println("tags  " + ana.set("tags").elements());
      System.out.println("views " + ana.counter("views").total());
      System.out.println("rooms " + ana.map("meta").candidates("room").size() + " candidates");
    }
    // snippet]
  }
}
