package dev.rejoin.app;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code rejoin edit --follow}: appends each line typed, and shows what others write. */
final class EditFollow {
  private static final long LOOK_MILLIS = 200;

  /** At the end of the input, what was typed gets this long to be sent. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final int MAX_WAITING_LINES = 1_000;

  private final Invocation invocation;
  private final Replica replica;
  private final Place place;
  private final FieldPath key;
  private final String message;

  /** Lines typed; empty at the end of the input. */
  private final BlockingQueue<Optional<String>> typed =
      new LinkedBlockingQueue<>(MAX_WAITING_LINES);

  private int number;

  EditFollow(Invocation invocation, Replica replica, Place place, FieldPath key, String message) {
    this.invocation = invocation;
    this.replica = replica;
    this.place = place;
    this.key = key;
    this.message = message;
  }

  ExitCode run() throws InterruptedException {
    Document document = place.document();
    document.version(); // what has come before is no news
    Follow others = new Follow(invocation, replica, place).othersOnly();
    try (Node node = Node.start(invocation, replica, replica.rememberedAddresses())) {
      node.observe(document, others);
      LiveWatch watch = node.watch();
      watch.say(
          "ready", null, Json.object(), "Each line you type is an edit; Ctrl-D or Ctrl-C ends.");
      node.add(document.presence().observe(new PresenceTeller(watch, false)));
      showCursor(document);
      startReading();
      while (true) {
        watch.look();
        Optional<String> line = typed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null && line.isEmpty()) {
          break;
        } else if (line != null) {
          append(document, watch, line.get());
        }
      }
      if (!node.connections().links().isEmpty()) {
        replica.awaitSynced(FAREWELL);
      }
    } finally {
      document.presence().clear();
    }
    return ExitCode.DONE;
  }

  /**
   * Others see a cursor behind the text that the lines go to, if it is directly in the document.
   */
  private void showCursor(Document document) {
    if (key.steps().size() == 1 && key.steps().get(0) instanceof FieldPath.Key text) {
      document.presence().set(text.name(), Anchor.END, Anchor.END, Map.of());
    } else {
      document.presence().set(Map.of());
    }
  }

  /** On a thread of its own, because reading from a terminal cannot be interrupted. */
  private void startReading() {
    Thread reader = new Thread(this::readLines, "rejoin-typed");
    reader.setDaemon(true);
    reader.start();
  }

  private void readLines() {
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(invocation.terminal().in(), StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        typed.put(Optional.of(line));
      }
      typed.put(Optional.empty());
    } catch (IOException e) {
      typed.clear();
      typed.add(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(Document document, LiveWatch watch, String line) {
    Receipt receipt =
        document.editAs(
            invocation.author(), message, tx -> EditSteps.text(tx, key).append(line + "\n"));
    showCursor(document);
    int of = ++number;
    for (Tier tier : Tier.values()) {
      if (tier != Tier.WRITTEN) {
        receipt.reached(tier).thenRun(() -> tell(watch, of, tier, receipt.tier()));
      }
    }
  }

  /** Tells the furthest point only, if several are reached at once. */
  private static void tell(LiveWatch watch, int line, Tier tier, Tier furthest) {
    if (tier == furthest) {
      String text = tier.name().toLowerCase(Locale.ROOT);
      watch.say(
          "receipt",
          null,
          Json.object().put("line", line).put("tier", tier.name()),
          "line %d: %s".formatted(line, text));
    }
  }
}
