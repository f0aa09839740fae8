package dev.rejoin.guide;

import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Blame;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.SharedText;
import dev.rejoin.replica.Tier;
import java.nio.file.Path;

/** A collaborative editor. */
final class EditorGuide {
  private EditorGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (Replica me = Replica.open(Path.of("notes"), o -> o.author("Ana"))) {
      Document minutes = me.space("team").document("minutes"); // the same for all of the team
      SharedText body = minutes.text("body");
      body.observe(news -> System.out.println(news.author() + ": " + news.steps()));

      Receipt receipt =
          minutes.edit(
              "first draft",
              tx -> { // all of it or, on an exception, none of it
                tx.text("body").append("Kick-off on Monday at ten.");
                tx.map("meta").put("title", "Kick-off").put("room", 4);
                tx.set("tags").add("urgent");
                tx.counter("views").add(1);
              });
      Annotation note = body.annotations().add(12, 18, "Isn't Monday a holiday?");
      note.reply("Moved to Tuesday.");

      me.connect("relay.example.org:7447"); // now or whenever there is one
      receipt.reached(Tier.RELAYED).thenAccept(r -> System.out.println(r.explain()));

      minutes.edit("new day", tx -> tx.text("body").replace(12, 18, "Tuesday"));
      minutes.undo("Ana").undo(); // takes back Ana's newest step only, after a restart too
      body.blame().stream()
          .filter(Blame::visible)
          .forEach(part -> System.out.println(part.written().author() + " wrote " + part.text()));
      minutes.conflicts().open().stream().map(Conflict::explain).forEach(System.out::println);
      System.out.println(body.content() + " " + receipt.explain());
    }
    // snippet]
  }
}
