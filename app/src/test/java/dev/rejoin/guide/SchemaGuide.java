package dev.rejoin.guide;

import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.schema.Lens;
import dev.rejoin.replica.schema.Records;
import dev.rejoin.replica.schema.Schema;

/** Records, a schema, and two versions of it at work on one document. */
final class SchemaGuide {
  private SchemaGuide() {}

  public static void main(String[] args) {
    // [snippet
    record Reading(String meter, double kwh, String takenBy) {} // what version 1 knows
    record Measured(String meter, long wattHours, String reader) {} // the same in version 2

    Schema one = Schema.named("round").version(1).map("meter/*", Reading.class).build();
    Schema two =
        Schema.named("round")
            .version(2)
            .map("meter/*", Measured.class)
            .since(
                2,
                "meter/*",
                Lens.rename("takenBy", "reader"),
                Lens.rename("kwh", "wattHours"),
                Lens.convert(
                    "wattHours",
                    Double.class,
                    Long.class,
                    kwh -> Math.round(kwh * 1000),
                    wh -> wh / 1000.0))
            .build();

    try (TwoDevices devices = new TwoDevices()) {
      Document ana = devices.ana().space().document("round", one);
      Document ben = devices.ben().space().document("round", two);
      ana.edit(tx -> tx.map("meter/1").putAll(Records.of(new Reading("1", 8.5, "Ana"))));
      devices.meet();

      ana.edit(
          tx ->
              Records.update(
                  tx.map("meter/1"), Reading.class, r -> new Reading(r.meter(), 9, r.takenBy())));
      ben.edit(
          tx ->
              two.type(Measured.class)
                  .update(tx.map("meter/1"), m -> new Measured(m.meter(), m.wattHours(), "Ben")));
      devices.meet();

      System.out.println(ana.map("meter/1").as(Reading.class));
      System.out.println(ben.map("meter/1").as(Measured.class));
      try {
        ben.edit(tx -> tx.map("meter/1").put("kwh", "a lot"));
      } catch (RejoinException refused) {
        System.out.println(refused.getMessage());
      }
    }
    // snippet]
  }
}
