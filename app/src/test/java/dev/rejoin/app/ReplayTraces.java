package dev.rejoin.app;

import java.util.Random;

/** Small traces for tests. */
final class ReplayTraces {
  /**
   * Three people: two type apart after the same start, one brings them together, the third goes on
   * from an older state, and everything meets.
   */
  static final String CONCURRENT =
      """
      {"kind":"concurrent","numAgents":3,"endContent":"Hey 😀 you all!","txns":[
        {"parents":[],"agent":0,"patches":[[0,0,"Hi 😀"]]},
        {"parents":[0],"agent":0,"patches":[[4,0," all"]]},
        {"parents":[0],"agent":1,"patches":[[1,1,"ey"]]},
        {"parents":[1,2],"agent":0,"patches":[[5,0," you"]]},
        {"parents":[2],"agent":2,"patches":[[4,0,""]]},
        {"parents":[3,4],"agent":2,"patches":[[13,0,"!"]]}]}""";

  private ReplayTraces() {}

  /** A sequential trace of random edits with many characters of two units; the end is right. */
  static String astral(long seed, int transactions) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    StringBuilder txns = new StringBuilder();
    for (int i = 0; i < transactions; i++) {
      int length = text.codePointCount(0, text.length());
      int position = random.nextInt(length + 1);
      int deleted = random.nextInt(3) == 0 ? random.nextInt(length - position + 1) : 0;
      String inserted = random.nextBoolean() ? "a😀b" : "cd";
      int from = text.offsetByCodePoints(0, position);
      text.replace(from, text.offsetByCodePoints(from, deleted), inserted);
      String patch = "[%d,%d,\"%s\"]".formatted(position, deleted, inserted);
      txns.append(i == 0 ? "" : ",").append("{\"patches\":[").append(patch).append("]}");
    }
    return "{\"endContent\":\"%s\",\"txns\":[%s]}".formatted(text, txns);
  }
}
