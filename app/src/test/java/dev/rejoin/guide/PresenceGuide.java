package dev.rejoin.guide;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Member;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Presence. */
final class PresenceGuide {
  private PresenceGuide() {}

  public static void main(String[] args) throws Exception {
    // [snippet
    try (Replica anas = Replica.open(Path.of("ana"), o -> o.author("Ana"));
        Replica bens = Replica.open(Path.of("ben"), o -> o.author("Ben"))) {
      Document ana = anas.space("team").document("minutes");
      ana.edit(tx -> tx.text("body").append("Kick-off on Monday"));
      String address = "127.0.0.1:" + anas.listen("127.0.0.1", 0).port();
      Document ben = bens.join(ana.space().invite(List.of()), "team").document("minutes");
      bens.connect(address);
      bens.awaitSynced(Duration.ofSeconds(60));

      BlockingQueue<List<Member>> seen = new LinkedBlockingQueue<>();
      ana.presence().observe(seen::add);

      int monday = ben.text("body").content().indexOf("Monday");
      ben.presence().set(Map.of("colour", "teal"));
      ben.presence().setSelection("body", monday, monday + 6);
      Member member = seen.take().get(0);
      while (member.selection().isEmpty()) {
        member = seen.take().get(0);
      }
      System.out.println(member.name() + " " + member.attributes() + " " + member.selection());

      ana.edit(tx -> tx.text("body").insert(0, "The ")); // his selection stays with the word
      System.out.println(ana.presence().members().get(0).selection());

      ben.presence().clear();
      while (!seen.take().isEmpty()) {
        // moves come first
      }
      System.out.println("he has gone");
    }
    // snippet]
  }
}
