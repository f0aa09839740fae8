package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.Tier;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.InviteLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One replica of a kill trial: stays connected to the relay and edits until it is stopped, or
 * killed.
 *
 * <p>Every edit puts one token of its own into a text and a set and counts it, in one transaction;
 * "ack TOKEN ." is written once that has returned. The last dot tells a whole line from one that a
 * kill cut.
 */
final class BenchKillWorker {
  /** Every so many edits one is too large for a single change. */
  private static final int LARGE_EVERY = 48;

  static final int LARGE_UNITS = 100_000;
  private static final int LONGEST_PAUSE_MILLIS = 8;

  private final Replica replica;
  private final Space space;
  private final LinkClient client;
  private final Document document;
  private final String prefix;
  private final Random random;
  private final LinkedBlockingQueue<String> commands = new LinkedBlockingQueue<>();
  private int edits;
  private boolean editing;

  private BenchKillWorker(
      Replica replica, Space space, LinkClient client, String prefix, long seed, boolean editing) {
    this.replica = replica;
    this.space = space;
    this.client = client;
    this.document = space.document("shared");
    this.prefix = prefix;
    this.random = new Random(seed);
    this.editing = editing;
  }

  /** Arguments: directory, relay, prefix of tokens, seed, "edit" or "idle", and maybe an invite. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Replica replica = Replica.open(Path.of(arguments[0]), o -> o.author(arguments[2]))) {
      boolean founds = arguments.length < 6;
      Space space =
          founds ? replica.space("kill") : replica.join(InviteLink.parse(arguments[5]), "kill");
      space.journal().onDurable(() -> tellVersion(space));
      LinkClient client = replica.connect(arguments[1]);
      boolean editing = arguments[4].equals("edit");
      long seed = Long.parseLong(arguments[3]);
      say("ready " + space.invite(List.of()).text());
      tellVersion(space);
      new BenchKillWorker(replica, space, client, arguments[2], seed, editing).run();
    }
  }

  /** On the fsync thread as well, so that a change of the version is never missed. */
  private static void tellVersion(Space space) {
    say("version " + Long.toHexString(space.journal().versionHash()));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void run() throws InterruptedException {
    Thread reader = new Thread(this::listen, "driver");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      String command =
          editing
              ? commands.poll(random.nextInt(LONGEST_PAUSE_MILLIS + 1), TimeUnit.MILLISECONDS)
              : commands.take();
      if (command == null) {
        edit();
      } else if (command.equals("hurry")) {
        client.reconnectNow();
      } else if (command.equals("stop")) {
        editing = false;
        space.freeze();
        say("stopped");
      } else if (command.equals("report")) {
        say("report " + Json.line(report()));
      } else {
        return;
      }
    }
  }

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      commands.add("end: " + e.getMessage());
    }
    commands.add("end");
  }

  private void edit() throws InterruptedException {
    if (!space.confirmed()) {
      return; // the founding record is still on its way
    }
    String token = prefix + "." + ++edits;
    Receipt receipt =
        document.edit(
            tx -> {
              var text = tx.text("tokens");
              text.insert(place(text.content()), "[" + token + "]");
              tx.set("tokens").add(token);
              tx.counter("tokens").add(1);
              if (edits % LARGE_EVERY == 0) {
                var bulk = tx.text("bulk");
                bulk.delete(0, bulk.length());
                bulk.append(String.valueOf((char) ('a' + random.nextInt(26))).repeat(LARGE_UNITS));
              }
            });
    say("ack " + token + " .");
    switch (random.nextInt(8)) {
      case 0, 1 -> awaitSaved(receipt);
      case 2 -> receipt.reached(Tier.RELAYED).thenRun(() -> say("relayed"));
      case 3 -> receipt.reached(Tier.DELIVERED).thenRun(() -> say("delivered"));
      default -> space.documents(); // a look at something else, which ends the open row
    }
  }

  /** A place between two tokens. */
  private int place(String tokens) {
    int from = tokens.isEmpty() ? -1 : tokens.indexOf(']', random.nextInt(tokens.length()));
    return from + 1;
  }

  private static void awaitSaved(Receipt receipt) throws InterruptedException {
    try {
      receipt.reached(Tier.SAVED).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("an edit is " + receipt.tier() + " and not saved", e);
    }
  }

  private ObjectNode report() {
    ObjectNode report = Json.object().put("digest", document.digest());
    report.put("text", document.text("tokens").content());
    report.put("counter", document.counter("tokens").total());
    var elements = report.putArray("set");
    for (Value element : document.set("tokens").elements()) {
      elements.add(element.toString());
    }
    String bulk = document.text("bulk").content();
    report.put("bulkUnits", bulk.length());
    report.put("bulkLetters", bulk.chars().distinct().count());
    report.put("changes", space.journal().head());
    var problems = report.putArray("problems");
    BenchJournal.problems(space.journal()).forEach(problems::add);
    replica.status().notices().forEach(notice -> problems.add(notice.toString()));
    return report;
  }
}
