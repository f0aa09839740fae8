package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Tells the demo as it goes: to a screen, at a pace for reading, and into a record for scripts. Not
 * safe for several threads.
 */
final class DemoTeller {
  private final @Nullable DemoScreen screen;
  private final long pauseMillis;
  private final ArrayNode steps = Json.MAPPER.createArrayNode();
  private ObjectNode step = Json.object();

  /**
   * A teller.
   *
   * @param screen where a person reads along, or null
   * @param pauseMillis how long that person gets for a step
   */
  DemoTeller(@Nullable DemoScreen screen, long pauseMillis) {
    this.screen = screen;
    this.pauseMillis = pauseMillis;
  }

  /** The next step begins. */
  void step(String title) throws InterruptedException {
    if (screen != null) {
      if (!steps.isEmpty()) {
        Thread.sleep(pauseMillis);
      }
      screen.title((steps.size() + 1) + ". " + title);
    }
    step = steps.addObject().put("title", title);
    step.putArray("said");
  }

  void say(String sentence) {
    step.withArray("said").add(sentence);
    if (screen != null) {
      screen.say(sentence);
    }
  }

  void point(String sentence) {
    step.withArray("said").add(sentence);
    if (screen != null) {
      screen.point(sentence);
    }
  }

  /** Shows both devices. */
  void show(DemoPerson left, DemoPerson right) throws InterruptedException {
    step.putArray("devices").add(left.json()).add(right.json());
    if (screen != null) {
      screen.show(left, right);
      Thread.sleep(pauseMillis);
    }
  }

  /** Adds a fact for scripts. */
  void fact(String name, long value) {
    step.put(name, value);
  }

  /** What to do next, for people only. */
  void closing(String... lines) {
    if (screen != null) {
      for (String line : lines) {
        screen.line(line);
      }
    }
  }

  ArrayNode steps() {
    return steps;
  }
}
