package dev.rejoin.guide;

import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.Blame;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.View;

/** Versions of a document. */
final class HistoryGuide {
  private HistoryGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit("first draft", tx -> tx.text("body").append("Kick-off on Monday at ten."));
      ana.history().name("sent to print");
      String token = ana.history().find("sent to print").token(); // "h1:…", to be kept anywhere
      devices.meet();

      ben.edit("new date", tx -> tx.text("body").replace(12, 18, "Tuesday"));
      devices.meet();

      Heads printed = ben.history().find(token); // the same version on every device
      System.out.print(ana.history().diff(printed, ana.history().heads()).word());
      for (Blame piece : ana.history().blame("body")) {
        String gone = piece.deleted().map(who -> ", deleted by " + who.author()).orElse("");
        System.out.println("'" + piece.text() + "' by " + piece.written().author() + gone);
      }

      View then = ana.history().view(printed); // never changes; any thread may read it
      ana.history().restore(printed);
      System.out.println(ana.text("body").content());
      System.out.println(then.text("body").content().equals(ana.text("body").content()));
      ana.undo("Ana").undo();
      System.out.println(ana.text("body").content());
    }
    // snippet]
  }
}
