package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.trust.InviteLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/*
 * Implementation notes.
 *
 * All state belongs to the main thread; others only put events into its queue: lines of the
 * coordinator, and an empty one when the mailbox has grown. What it says is one line each:
 *
 *   tell invite LINK | port N | replica HEX     to all others, before the start
 *   tell change SEQ SIGNATURE                   an own change was handed to the mailbox
 *   tell reached COUNT SEQ                      after COUNT steps my line ended at SEQ
 *   ready | done N | finished NANOS | result JSON | failed CODE MESSAGE      to the coordinator
 *
 * Changes themselves travel over the network only. Signatures are told beside it because a link may
 * join several changes under the last one's signature, and a boundary in between must be cut there.
 */
/** The process of one agent of a replay over the network; see {@link ReplayProcesses}. */
final class ReplayPeer {
  private static final long PATIENCE_SECONDS = 120;
  private static final int PROGRESS_EVERY = 250;

  private final int number;
  private final TracePlan plan;
  private final Path directory;
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean poked = new AtomicBoolean();
  private final ExecutorService courier = Executors.newSingleThreadExecutor(ReplayPeer::daemon);

  /** What the other agents typed, as far as it has come. */
  private final Map<Integer, ReplayLine> lines = new TreeMap<>();

  private final ReplayBoundaries boundaries;
  private String invite = "";
  private String address = "";
  private boolean go;
  private boolean wantsReport;

  /** Of the courier thread. */
  private long postedN;

  private ReplayPeer(int number, TracePlan plan, Path directory) {
    this.number = number;
    this.plan = plan;
    this.directory = directory;
    this.boundaries = new ReplayBoundaries(plan.replicas());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "courier");
    thread.setDaemon(true);
    return thread;
  }

  /** Arguments: trace, limit, agent number, directory, and the relay's address or "direct". */
  public static void main(String[] arguments) {
    try {
      Trace trace = TraceReader.read(Path.of(arguments[0]));
      TracePlan plan = TracePlan.of(trace.limitedTo(Long.parseLong(arguments[1])));
      int number = Integer.parseInt(arguments[2]);
      new ReplayPeer(number, plan, Path.of(arguments[3])).run(arguments[4]);
    } catch (RejoinException e) {
      say("failed " + e.code() + " " + oneLine(e));
    } catch (RuntimeException | InterruptedException | JsonProcessingException e) {
      say("failed UNKNOWN " + oneLine(e));
    }
  }

  private static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage() == null ? e : e.getMessage()).replaceAll("\\s+", " ");
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void run(String via) throws InterruptedException, JsonProcessingException {
    Thread reader = new Thread(this::listen, "coordinator");
    reader.setDaemon(true);
    reader.start();
    boolean direct = via.equals("direct");
    if (number == 0) {
      try (ReplayAgent agent = ReplayAgent.found(0, plan.trace(), directory.resolve("typing"));
          ReplayMailbox mailbox = mailbox(agent.invite())) {
        mailbox.postFounding(agent.space());
        if (!direct) {
          mailbox.connect(via);
          mailbox.awaitSynced(); // the relay opens only a space whose founding record it has
        }
        say("tell invite " + agent.invite().text());
        say("tell port " + mailbox.listen("127.0.0.1"));
        run(agent, mailbox);
      }
      return;
    }
    await("the invite", () -> !invite.isEmpty() && !address.isEmpty());
    InviteLink link = InviteLink.parse(invite);
    try (ReplayMailbox mailbox = mailbox(link)) {
      mailbox.connect(direct ? address : via);
      await("the founding record", mailbox::confirmed);
      try (ReplayAgent agent =
          ReplayAgent.join(number, plan.trace(), directory.resolve("typing"), link)) {
        agent.takeFounding(mailbox.space());
        run(agent, mailbox);
      }
    }
  }

  private ReplayMailbox mailbox(InviteLink link) {
    return ReplayMailbox.open(directory.resolve("mailbox"), link, this::poke);
  }

  /** Only enqueues: it runs on a store's fsync thread. */
  private void poke() {
    if (poked.compareAndSet(false, true)) {
      events.add("");
    }
  }

  private void run(ReplayAgent agent, ReplayMailbox mailbox)
      throws InterruptedException, JsonProcessingException {
    try {
      replay(agent, mailbox);
    } finally {
      courier.shutdown(); // before the stores that it works with are closed
      courier.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void replay(ReplayAgent agent, ReplayMailbox mailbox)
      throws InterruptedException, JsonProcessingException {
    agent.space().journal().onDurable(() -> deliver(() -> post(agent, mailbox)));
    say("tell replica " + HexFormat.of().formatHex(agent.line().replica().bytes()));
    await("the other agents", () -> lines.size() == plan.replicas() - 1);
    say("ready");
    await("the start", () -> go);
    long start = System.nanoTime();
    type(agent, mailbox);
    long typed = System.nanoTime();
    take(agent, mailbox, plan.totals());
    String expected = plan.trace().endContent();
    if (expected != null) {
      ReplayReport.requireText("agent " + number, expected, agent.content());
    }
    say("finished " + (typed - start));
    await("the others' end", () -> wantsReport);
    int edits = plan.stepsOf(number).size();
    var report = agent.report(edits, mailbox.sentBytes(), mailbox.receivedBytes());
    say("result " + Json.MAPPER.writeValueAsString(report));
    await("the end", () -> false);
  }

  private void type(ReplayAgent agent, ReplayMailbox mailbox) throws InterruptedException {
    int done = 0;
    for (int step : plan.stepsOf(number)) {
      int[] takes = plan.takesBefore(step);
      if (takes != null) {
        take(agent, mailbox, takes);
      }
      agent.edit(step);
      if (plan.isBoundary(step)) {
        say("tell reached " + plan.ordinal(step) + " " + agent.freeze());
      }
      if (++done % PROGRESS_EVERY == 0) {
        say("done " + done);
      }
    }
  }

  private void take(ReplayAgent agent, ReplayMailbox mailbox, int[] counts)
      throws InterruptedException {
    List<ReplayLine.Prefix> prefixes = new ArrayList<>();
    for (Map.Entry<Integer, ReplayLine> other : lines.entrySet()) {
      int from = other.getKey();
      int count = counts[from];
      if (count > 0) {
        ReplayLine line = other.getValue();
        await(
            "the first " + count + " steps of agent " + from,
            () -> {
              read(mailbox);
              return boundaries.knows(from, count) && line.reaches(boundaries.at(from, count));
            });
        prefixes.add(new ReplayLine.Prefix(line, boundaries.at(from, count)));
      }
    }
    agent.take(prefixes);
  }

  private void read(ReplayMailbox mailbox) {
    for (Row row : mailbox.read()) {
      for (ReplayLine line : lines.values()) {
        if (line.replica().equals(row.replica())) {
          line.add(row);
        }
      }
    }
  }

  private void deliver(Runnable post) {
    if (!courier.isShutdown()) {
      courier.execute(post);
    }
  }

  /** Hands what was frozen and fsynced to the mailbox; on the courier's thread. */
  private void post(ReplayAgent agent, ReplayMailbox mailbox) {
    try {
      var journal = agent.space().journal();
      for (Row row : journal.read(postedN, journal.durable(), Long.MAX_VALUE)) {
        postedN = row.n();
        if (row.replica().equals(agent.line().replica())) {
          mailbox.post(row);
          say("tell change " + row.to() + " " + HexFormat.of().formatHex(row.signature()));
        }
      }
    } catch (RuntimeException e) {
      events.add("failed " + oneLine(e));
    }
  }

  // ---- Events --------------------------------------------------------------------------------

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        events.add(line);
      }
    } catch (IOException e) {
      events.add("failed the coordinator's line broke: " + oneLine(e));
    }
    Runtime.getRuntime().halt(0); // nobody is left to replay for
  }

  private interface Condition {
    boolean holds();
  }

  private void await(String what, Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      String event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new RejoinException(ErrorCode.TIMED_OUT, "agent " + number + " waits for " + what);
      }
      if (event.isEmpty()) {
        poked.set(false);
      } else {
        handle(event);
      }
    }
  }

  /** A line of the coordinator: "go", "report", or "AGENT what …" as the agent told it. */
  private void handle(String event) {
    String[] words = event.split(" ");
    if (words[0].equals("failed")) {
      throw new RejoinException(ErrorCode.UNKNOWN, event.substring("failed ".length()));
    }
    go |= words[0].equals("go");
    wantsReport |= words[0].equals("report");
    if (words.length < 2) {
      return;
    }
    int other = Integer.parseInt(words[0]);
    switch (words[1]) {
      case "invite" -> invite = words[2];
      case "port" -> address = other == 0 ? "127.0.0.1:" + words[2] : address;
      case "replica" -> {
        ReplicaId replica = ReplicaId.of(HexFormat.of().parseHex(words[2]));
        lines.put(other, new ReplayLine(replica));
      }
      case "change" ->
          lines.get(other).sign(Long.parseLong(words[2]), HexFormat.of().parseHex(words[3]));
      case "reached" ->
          boundaries.reached(other, Integer.parseInt(words[2]), Long.parseLong(words[3]));
      default -> throw new IllegalStateException("agent " + other + " tells " + words[1]);
    }
  }
}
