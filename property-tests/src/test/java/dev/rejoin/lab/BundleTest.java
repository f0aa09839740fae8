package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Received;
import dev.rejoin.proto.BundleCodec;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A history means the same after it was a bundle. Seeds are as in {@link LawsTest}. */
class BundleTest {
  private static final int DEFAULT_RUNS = 30;

  @ParameterizedTest
  @EnumSource(Profile.class)
  void bundledHistoriesMeanTheSame(Profile profile) {
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
    List<Received> history = writable(History.random(profile, seed, replica -> {}).changes());
    List<Change> changes = history.stream().map(Received::change).toList();
    byte[] plain = BundleCodec.encode(changes, false);
    List<Change> back = BundleCodec.decode(plain);
    String what = profile + ", replay it with -Drejoin.seed=" + seed;
    assertEquals(changes.stream().map(BundleTest::single).toList(), back, what);
    assertEquals(back, BundleCodec.decode(BundleCodec.encode(changes)), what);
    assertArrayEquals(plain, BundleCodec.encode(back, false), what);
    assertArrayEquals(state(history, changes), state(history, back), what);
  }

  /** The changes that bytes can say: forgers make halves of surrogate pairs, too. */
  private static List<Received> writable(List<Received> all) {
    List<Received> writable = new ArrayList<>();
    for (Received received : all) {
      try {
        single(received.change());
        writable.add(received);
      } catch (RejoinException e) {
        assertTrue(e.code() == ErrorCode.LONE_SURROGATE, e::getMessage);
      }
    }
    return writable;
  }

  private static Change single(Change change) {
    Header header = Header.of(change.from(), change.to());
    return ChangeCodec.decode(change.replica(), ChangeCodec.encode(change, header));
  }

  /** What these changes make, under the marks of the history. */
  private static byte[] state(List<Received> history, List<Change> changes) {
    DocumentState state = new DocumentState(TestReplica.DOCUMENT);
    List<Received> received = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      received.add(new Received(changes.get(i), history.get(i).mark()));
    }
    state.apply(received, false);
    return state.save();
  }
}
