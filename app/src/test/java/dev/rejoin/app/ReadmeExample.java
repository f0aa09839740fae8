package dev.rejoin.app;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;

/** The example of the README, so that it compiles and runs as it stands there. */
final class ReadmeExample {
  private ReadmeExample() {}

  public static void main(String[] args) {
    // snippet
    try (Replica replica = Replica.open(Path.of("notes.rejoin"))) {
      Document document = replica.space("team").document("minutes");
      document.observe(event -> System.out.println("changed: " + event.containers()));

      Receipt receipt =
          document.edit(
              "new date",
              tx -> {
                tx.text("body").append("Kick-off on Monday");
                tx.map("meta").put("room", 4);
                tx.set("tags").add("urgent");
                tx.counter("views").add(1);
              });
      System.out.println(document.text("body").content() + " / " + receipt.tier());
      replica.connect("relay.example.org:7447");
    }
    // end snippet
  }
}
