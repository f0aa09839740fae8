package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes go into a bundle and come out again, and damage is refused. */
final class BundleCodecTest {
  private static final int RUNS = 300;

  @Test
  void historiesComeBack() {
    for (int seed = 0; seed < RUNS; seed++) {
      List<Change> history = history(seed);
      byte[] plain = BundleCodec.encode(history, false);
      byte[] compressed = BundleCodec.encode(history);

      assertEquals(joined(history), BundleCodec.decode(plain), "seed " + seed);
      assertEquals(joined(history), BundleCodec.decode(compressed), "seed " + seed);
      assertTrue(compressed.length <= plain.length, "seed " + seed);
    }
  }

  @Test
  void typingCostsItsTextAndLittleMore() {
    List<Change> typing = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      OpId parent = i == 0 ? null : new OpId(Samples.OWN, i);
      typing.add(Samples.change(i + 1, List.of(insert(parent, "x"))));
    }
    // A byte each for the letter, the rows of the change, the kind of the row and the parent.
    int bytes = BundleCodec.encode(typing, false).length;
    assertTrue(bytes < 4 * 1_000 + 100, () -> bytes + " bytes");
    int compressed = BundleCodec.encode(typing).length;
    assertTrue(compressed < 200, () -> compressed + " bytes");
  }

  @Test
  void pinned() {
    List<Change> changes = sample();
    Golden.compare("bundle-plain.hex", BundleCodec.encode(changes, false));
    StringBuilder text = new StringBuilder();
    for (Change change : BundleCodec.decode(Golden.bytes("bundle-plain.hex"))) {
      text.append(Describe.change(Samples.header(change), change)).append('\n');
    }
    Golden.compare("bundle-plain.txt", text.toString());
  }

  @Test
  void pinnedCompressed() {
    List<Change> changes = sample();
    // Deflaters differ in their bytes, so only what they stand for is compared.
    if (Boolean.getBoolean("rejoin.golden.rewrite")) {
      Golden.write("bundle-compressed.hex", Golden.hex(BundleCodec.encode(changes)));
    }
    byte[] golden = Golden.bytes("bundle-compressed.hex");
    assertEquals(joined(changes), BundleCodec.decode(golden));
    assertTrue(golden.length < Golden.bytes("bundle-plain.hex").length);
  }

  @Test
  void changesMustFitTogether() {
    Change first = Samples.change(5, List.of(insert(null, "ab")));
    Change next = Samples.change(7, List.of(insert(null, "c")));
    assertRefused("at least one", List.of());
    assertRefused("of its line", List.of(next, first));
    assertRefused("of its line", List.of(first, first));
    assertRefused("of one document", List.of(first, renamed(next)));
  }

  @Test
  void halfOfASurrogatePairIsRefused() {
    List<Change> half = List.of(Samples.change(5, List.of(insert(null, "\uD83D"))));
    RejoinException refused = assertThrows(RejoinException.class, () -> BundleCodec.encode(half));
    assertEquals(ErrorCode.LONE_SURROGATE, refused.code());
  }

  @Test
  void rowsOfABundleAreLimited() {
    List<Op> ops = Collections.nCopies(4_096, new Op.Increment(Samples.VOTES, 1));
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < Limits.MAX_BUNDLE_ROWS / ops.size(); i++) {
      changes.add(Samples.change(1 + (long) i * ops.size(), ops));
    }
    assertEquals(changes.size(), BundleCodec.decode(BundleCodec.encode(changes)).size());
    long next = 1 + (long) changes.size() * ops.size();
    changes.add(Samples.change(next, List.of(new Op.Increment(Samples.VOTES, 1))));
    RejoinException refused =
        assertThrows(RejoinException.class, () -> BundleCodec.encode(changes));
    assertEquals(ErrorCode.CHANGE_TOO_LARGE, refused.code());
    assertTrue(refused.getMessage().contains("several bundles"), refused::getMessage);
  }

  @Test
  void newerVersionIsRefusedAsSuch() {
    byte[] bundle = BundleCodec.encode(history(1));
    bundle[0] = 3;
    assertMalformed(ErrorCode.NEWER_FORMAT, bundle);
  }

  @Test
  void claimedSizesAreChecked() {
    byte[] large = {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 0};
    assertMalformed(ErrorCode.DECOMPRESS_LIMIT, large);
    byte[] ratio = {1, (byte) 0xff, 0x7f, 1, 0};
    assertMalformed(ErrorCode.DECOMPRESS_LIMIT, ratio);
    byte[] longer = {1, 100, 0, 'a'};
    assertMalformed(ErrorCode.MALFORMED, longer);
    byte[] bundle = BundleCodec.encode(history(1));
    assertMalformed(ErrorCode.MALFORMED, Arrays.copyOf(bundle, bundle.length + 1));
  }

  @Test
  void bundlesCutAndFlipped() {
    int accepted = 0;
    for (boolean compressed : new boolean[] {false, true}) {
      byte[] bundle = BundleCodec.encode(history(9), compressed);
      for (int size = 0; size < bundle.length; size++) {
        byte[] cut = Arrays.copyOf(bundle, size);
        assertThrows(ProtocolException.class, () -> BundleCodec.decode(cut));
      }
      for (int bit = 0; bit < 8 * bundle.length; bit++) {
        byte[] flipped = bundle.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        accepted += survives(flipped);
      }
    }
    assertTrue(accepted > 0, "some flips, as in a text, must still be valid");
  }

  @Test
  void noise() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(80)];
      random.nextBytes(noise);
      noise[0] = 1;
      survives(noise);
    }
    byte[] bundle = BundleCodec.encode(history(5), false);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = bundle.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      accepted += survives(damaged);
    }
    assertTrue(accepted > 0, "some damage, as in a text, must still be valid");
  }

  @Test
  void encodingIsRepeatable() {
    assertArrayEquals(BundleCodec.encode(history(8)), BundleCodec.encode(history(8)));
  }

  private static int survives(byte[] bytes) {
    try {
      BundleCodec.decode(bytes);
      return 1;
    } catch (ProtocolException e) {
      assertTrue(e.getMessage().startsWith("RJ-"), e::getMessage);
      return 0;
    }
  }

  private static void assertMalformed(ErrorCode code, byte[] bundle) {
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> BundleCodec.decode(bundle));
    assertEquals(code, refused.code());
  }

  private static void assertRefused(String part, List<Change> changes) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> BundleCodec.encode(changes));
    assertTrue(refused.getMessage().contains(part), refused::getMessage);
  }

  private static Op insert(@Nullable OpId parent, String text) {
    return new Op.Insert(Samples.BODY, parent, Side.RIGHT, text);
  }

  private static Change renamed(Change c) {
    return new Change(
        c.replica(),
        c.from(),
        c.to(),
        "minutes",
        c.previous(),
        c.deps(),
        c.lamport(),
        c.timeMillis(),
        c.author(),
        c.message(),
        c.continues(),
        c.ops());
  }

  /** The changes as a single change is read. */
  private static List<Change> joined(List<Change> changes) {
    return changes.stream()
        .map(c -> ChangeCodec.decode(c.replica(), ChangeCodec.encode(c, Samples.header(c))))
        .toList();
  }

  /** A history that people can read. */
  private static List<Change> sample() {
    Op reply = new Op.Insert(Samples.BODY, new OpId(Samples.OWN, 7), Side.RIGHT, ", answered");
    Head minutes = new Head(new OpId(Samples.OWN, 7), new ChainMark(1, 2));
    Change answer =
        new Change(
            Samples.OTHER,
            1,
            10,
            "agenda",
            0,
            new Heads(List.of(minutes)),
            8,
            Samples.TIME + 1,
            "Bo",
            "",
            false,
            List.of(reply));
    return List.of(
        Samples.firstOfLine(), answer, Samples.rich(), Samples.backspacing(), Samples.typing());
  }

  /** Changes of three replicas, with gaps in their lines, causes and names. */
  private static List<Change> history(int seed) {
    Random random = new Random(seed);
    RandomOps ops = new RandomOps(seed);
    ReplicaId[] replicas = {Samples.OWN, Samples.OTHER, Samples.THIRD};
    long[] ends = new long[replicas.length];
    List<Change> changes = new ArrayList<>();
    for (int i = 2 + random.nextInt(20); i > 0; i--) {
      int r = random.nextInt(replicas.length);
      long from = ends[r] + 1 + (random.nextInt(4) == 0 ? random.nextInt(1_000) : 0);
      List<Op> list = ops.list(from, 1 + random.nextInt(5));
      long to = from - 1 + list.stream().mapToLong(Op::atoms).sum();
      changes.add(
          new Change(
              replicas[r],
              from,
              to,
              "agenda",
              random.nextInt(9) == 0 ? from - 1 : ends[r],
              deps(random, replicas, ends, r),
              1 + random.nextInt(100_000),
              random.nextBoolean() ? Samples.TIME + i : 0,
              random.nextBoolean() ? "Amélie" : "",
              random.nextInt(5) == 0 ? "said " + i : "",
              random.nextInt(9) == 0,
              list,
              seed % 3 == 0 ? schema(random) : SchemaNumbers.NONE));
      ends[r] = to;
    }
    return changes;
  }

  private static SchemaNumbers schema(Random random) {
    int version = random.nextInt(4);
    return new SchemaNumbers(version, random.nextInt(version + 1), random.nextInt(version + 1));
  }

  private static Heads deps(Random random, ReplicaId[] replicas, long[] ends, int own) {
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < replicas.length; i++) {
      if (i != own && random.nextInt(3) == 0) {
        long seq = Math.max(1, ends[i] - random.nextInt(5) + random.nextInt(2));
        ChainMark mark = new ChainMark(random.nextLong(), random.nextLong());
        heads.add(new Head(new OpId(replicas[i], seq), mark));
      }
    }
    return new Heads(heads);
  }
}
