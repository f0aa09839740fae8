package dev.rejoin.guide;

import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Document;

/** Annotations that stay with their words. */
final class AnnotationsGuide {
  private AnnotationsGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      ana.edit(tx -> tx.text("body").append("Kick-off on Monday at ten."));
      Annotation note = ana.annotations("body").add(12, 18, "Isn't Monday a holiday?");
      devices.meet();

      ben.annotations("body").get(note.id()).reply("So it is. Let me see.");
      ben.edit("no date", tx -> tx.text("body").delete(8, 18));
      ana.edit(tx -> tx.text("body").insert(0, "Draft: "));
      devices.meet();
      note = note.now();
      System.out.println(ana.text("body").content() + " " + note.state());

      ben.undo("Ben").undo();
      devices.meet();
      note = note.now().resolve();
      System.out.println(ana.text("body").content() + " " + note.state());
      System.out.println(note.body() + " " + note.replies().get(0).body());
    }
    // snippet]
  }
}
