package dev.rejoin.guide;

import dev.rejoin.replica.Document;

/** The first content of a document. */
final class TemplatesGuide {
  private TemplatesGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      for (Document document : new Document[] {devices.ana(), devices.ben()}) {
        boolean first =
            document.initialise( // both are offline, and neither knows of the other
                tx -> {
                  tx.text("body").append("Agenda\n");
                  tx.list("tasks").add("welcome");
                });
        System.out.println(first);
      }
      devices.ana().edit(tx -> tx.text("body").append("1. News\n"));
      devices.meet();
      System.out.print(devices.ben().text("body").content());
      System.out.println(devices.ben().list("tasks").values());
    }
    // snippet]
  }
}
