package dev.rejoin.guide;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.exchange.JsonExchange;
import dev.rejoin.replica.exchange.MarkdownExchange;

/** Documents as files, and files as documents. */
final class ExchangeGuide {
  private ExchangeGuide() {}

  public static void main(String[] args) {
    // [snippet
    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana();
      Document ben = devices.ben();
      var draft = MarkdownExchange.read("# Plan\n\nKick-off on **Monday**.\n\n- milk\n- tea\n");
      ana.edit(tx -> draft.accept(tx.text("body")));
      devices.meet();

      var edited = MarkdownExchange.read("# Plan\n\nKick-off on **Tuesday**.\n\n- tea\n");
      ben.edit(tx -> tx.text("body").append(" and bread"));
      ana.edit(tx -> edited.accept(tx.text("body")));
      boolean again = !ana.edit(tx -> edited.accept(tx.text("body"))).isEmpty();
      devices.meet();

      System.out.println(MarkdownExchange.write(ana.text("body")));
      System.out.println("The same file once more changed something: " + again);

      ben.edit(JsonExchange.read("{\"meta\": {\"room\": 4}, \"tags\": {\"$set\": [\"urgent\"]}}"));
      System.out.println(ben.map("meta").entries() + " " + ben.set("tags").elements());
    }
    // snippet]
  }
}
