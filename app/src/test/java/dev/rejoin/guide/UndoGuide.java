package dev.rejoin.guide;

import dev.rejoin.replica.Document;

/** Undo and redo. */
final class UndoGuide {
  private UndoGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit("first draft", tx -> tx.text("body").append("Bring the draft budget."));
      devices.meet();

      ana.edit("shorter", tx -> tx.text("body").delete(10, 16)); // without "draft ",
      ben.edit("shorter", tx -> tx.text("body").delete(0, 16)); // and without "Bring the draft ",
      devices.meet();
      System.out.println(ana.text("body").content());

      ana.undo("Ana").undo(); // and both take it back
      ben.undo("Ben").undo();
      devices.meet();
      System.out.println(ana.text("body").content());

      ana.undo("Ana").redo();
      System.out.println(ana.text("body").content());
    }
    // snippet]
  }
}
