package dev.rejoin.guide;

import dev.rejoin.replica.Document;

/** Movable lists. */
final class ListsGuide {
  private ListsGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit(tx -> tx.list("agenda").add("budget").add("room").add("date"));
      devices.meet();

      ana.edit(tx -> tx.list("agenda").move(2, 0)); // "date" goes first here,
      ben.edit(tx -> tx.list("agenda").delete(2)); // and is deleted there,
      ben.edit(tx -> tx.list("agenda").set(0, "budget 2027")); // and "budget" is renamed
      devices.meet();

      System.out.println(ana.list("agenda").values());
      System.out.println(ben.list("agenda").values());
    }
    // snippet]
  }
}
