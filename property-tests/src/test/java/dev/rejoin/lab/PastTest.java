package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Authorship;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Past;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TextMark;
import dev.rejoin.crdt.TextRun;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is said of earlier versions of random documents is what replicas showed at the time.
 *
 * <p>{@code -Drejoin.seed=} replays one history, {@code -Drejoin.runs=} says how many to try.
 */
class PastTest {
  private static final int DEFAULT_RUNS = 60;
  private static final List<String> TEXTS = List.of("a", "b");

  /** All that a text shows, and of what atoms. */
  private record Text(
      String content, List<TextRun> runs, List<FormatRun> formats, List<TextMark> marks) {
    static Text of(TextView view) {
      List<TextMark> marks = new ArrayList<>();
      NaiveMarks.KEYS.forEach(key -> marks.addAll(view.marks(key)));
      return new Text(view.content(), view.runs(), view.formats(), marks);
    }
  }

  /** What a replica showed; the heads and the picture only where everything was frozen. */
  private record Moment(
      Version version,
      SortedMap<String, Text> texts,
      @Nullable Heads heads,
      @Nullable Picture picture,
      String shown) {
    static Moment of(TestReplica replica) {
      DocumentState state = replica.state();
      SortedMap<String, Text> texts = new TreeMap<>();
      TEXTS.forEach(name -> texts.put(name, Text.of(state.text(name))));
      boolean frozen = replica.isFrozen();
      return new Moment(
          state.version(),
          texts,
          frozen ? state.heads() : null,
          frozen ? Picture.of(state) : null,
          Shown.ofContent(state));
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void earlierVersionsAreWhatTheyWere(Profile profile) {
    String replay = System.getProperty("rejoin.seed");
    if (replay != null) {
      check(profile, Long.parseLong(replay));
      return;
    }
    SplitMix64 seeds = new SplitMix64(System.nanoTime());
    for (int run = Integer.getInteger("rejoin.runs", DEFAULT_RUNS); run > 0; run--) {
      check(profile, seeds.next());
    }
  }

  private static void check(Profile profile, long seed) {
    try {
      List<Moment> moments = new ArrayList<>();
      History history = History.random(profile, seed, r -> moments.add(Moment.of(r)));
      SplitMix64 random = new SplitMix64(~seed);
      List<Received> journal = history.replicas().get(0).journal();
      DocumentState state = history.replicas().get(0).state();
      if (random.oneIn(2)) {
        state = DocumentState.load(state.save());
      }
      ChangeIndex index = new ChangeIndex();
      for (Received received : journal) {
        index.add(received, !state.versions().invalid().contains(received.change().last()));
      }
      assertEquals(history.illegal().size(), state.versions().invalid().size());
      Past past = state.past(index);
      for (Moment moment : moments) {
        textsAreWhatTheyWere(past, moment);
        if (moment.heads() != null) {
          assertEquals(moment.version(), state.versions().of(moment.heads()), "version of heads");
        }
      }
      for (int i = 0; i < 40; i++) {
        diffLeadsFromOneToTheOther(past, random.pick(moments), random.pick(moments));
      }
      for (Moment moment : List.of(random.pick(moments), moments.get(moments.size() - 1))) {
        authorsAreThoseOfTheOps(past, moment, journal, state);
      }
      for (int i = 0; i < 4; i++) {
        Moment moment = random.pick(moments);
        if (moment.heads() != null) {
          restoringShowsWhatWasShown(state.save(), index, journal, moment);
        }
      }
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          profile + " fails; replay it with -Drejoin.seed=" + seed + ": " + failure.getMessage(),
          failure);
    }
  }

  private static void textsAreWhatTheyWere(Past past, Moment moment) {
    for (String name : TEXTS) {
      TextView text = past.text(new ContainerId.Root(name, Kind.TEXT), moment.version());
      assertEquals(moment.texts().get(name), Text.of(text), name + " at " + moment.version());
    }
  }

  private static void diffLeadsFromOneToTheOther(Past past, Moment from, Moment to) {
    for (String name : TEXTS) {
      ContainerId id = new ContainerId.Root(name, Kind.TEXT);
      MirroredText text = new MirroredText(false);
      Text before = from.texts().get(name);
      text.apply(whole(before));
      for (ContainerEvent event : past.changes(id, from.version(), to.version())) {
        if (event instanceof ContainerEvent.TextChanged changed) {
          text.apply(changed.deltas());
        }
      }
      Text after = to.texts().get(name);
      assertEquals(after.content(), text.content(), "diff of " + name);
      assertEquals(after.formats(), text.formats(), "formats in the diff of " + name);
    }
  }

  /** A text as an insert into nothing. */
  private static List<Delta> whole(Text text) {
    List<Delta> steps = new ArrayList<>();
    for (FormatRun run : text.formats()) {
      String part = text.content().substring(run.from(), run.to());
      steps.add(new Delta.Insert(part, run.attributes()));
    }
    return steps;
  }

  private static void authorsAreThoseOfTheOps(
      Past past, Moment moment, List<Received> journal, DocumentState state) {
    List<Change> valid = new ArrayList<>();
    for (Received received : journal) {
      if (!state.versions().invalid().contains(received.change().last())) {
        valid.add(received.change());
      }
    }
    for (String name : TEXTS) {
      ContainerId id = new ContainerId.Root(name, Kind.TEXT);
      NaiveAuthors naive = new NaiveAuthors(id, valid, moment.version());
      List<String> expected = new ArrayList<>();
      for (TextRun run : moment.texts().get(name).runs()) {
        for (long seq = run.atoms().from(); seq <= run.atoms().to(); seq++) {
          expected.add(naive.of(new OpId(run.atoms().replica(), seq)));
        }
      }
      List<String> told = new ArrayList<>();
      StringBuilder visible = new StringBuilder();
      for (Authorship part : past.authorship(id, moment.version())) {
        if (part.visible()) {
          visible.append(part.text());
        }
        String who = NaiveAuthors.line(part.written(), part.deleted(), part.restored());
        part.text().chars().forEach(c -> told.add(who));
      }
      assertEquals(expected, told, "authors of " + name);
      assertEquals(moment.texts().get(name).content().length(), visible.length());
    }
  }

  private static void restoringShowsWhatWasShown(
      byte[] saved, ChangeIndex index, List<Received> journal, Moment moment) {
    DocumentState then = new DocumentState(TestReplica.DOCUMENT);
    then.apply(
        journal.stream()
            .filter(r -> r.change().to() <= moment.version().get(r.change().replica()))
            .toList(),
        false);
    assertEquals(0, then.held());
    assertEquals(moment.picture(), Picture.of(then), "a replay up to the version");
    DocumentState state = DocumentState.load(saved);
    String before = Shown.ofContent(state);
    List<Change> known = new ArrayList<>();
    journal.forEach(received -> known.add(received.change()));
    Change made = edit(state, tx -> tx.restore(then, moment.version(), index, id -> false));
    assertEquals(moment.shown(), Shown.ofContent(state), "restored");
    assertEquals(Order.of(then), Order.of(state), "order in restored trees");
    if (made == null) {
      assertEquals(before, moment.shown());
      return;
    }
    known.add(made);
    DocumentState other = DocumentState.load(saved);
    other.apply(List.of(new Received(made, new ChainMark(7, 7))), false);
    assertTrue(other.versions().invalid().size() == state.versions().invalid().size(), "invalid");
    assertEquals(moment.shown(), Shown.ofContent(other), "restored elsewhere");
    edit(state, tx -> tx.takeBack(List.of(made), id -> find(known, id)));
    assertEquals(before, Shown.ofContent(state), "a restore is taken back");
  }

  private static @Nullable Change find(List<Change> known, OpId id) {
    for (Change change : known) {
      boolean same = change.replica().equals(id.replica());
      if (same && change.from() <= id.seq() && id.seq() <= change.to()) {
        return change;
      }
    }
    return null;
  }

  private static @Nullable Change edit(DocumentState state, Consumer<Transaction> edits) {
    ReplicaId stranger = new ReplicaId(1, 1);
    long from = state.end(stranger) + 1;
    Transaction tx = state.begin(stranger, from, false);
    Heads heads = state.heads();
    edits.accept(tx);
    if (tx.atoms() == 0) {
      tx.rollback();
      return null;
    }
    long to = from + tx.atoms() - 1;
    Change made =
        new Change(
            stranger,
            from,
            to,
            TestReplica.DOCUMENT,
            from - 1,
            heads,
            tx.lamport(),
            0,
            "",
            "",
            false,
            tx.ops());
    tx.commit();
    return made;
  }

  /** The children of all nodes of the root trees, in order. */
  private record Order(List<String> lines) {
    static Order of(DocumentState state) {
      List<String> lines = new ArrayList<>();
      for (String name : TEXTS) {
        state.tree(name).walk().forEachRemaining(node -> lines.add(name + " " + node));
      }
      return new Order(lines);
    }
  }
}
