package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.app.BenchTalk;
import dev.rejoin.app.BenchVerb;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin bench curves}. */
@Command(
    name = "curves",
    description = {
      "Measure how the cost of an operation grows with the document.",
      "A text grows in pieces of a few letters at random places; at each size single operations"
          + " are timed. A table and a chart come out."
    },
    footer = {"", "Example: rejoin bench curves --max 1e6"})
public final class CurvesVerb extends BenchVerb {
  private static final int FIRST = 1_000;
  private static final int MAX = 10_000_000;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "The largest document in letters, 1e3 to 1e7 (default 1e7).")
  private double max = MAX;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where curves.md and curves.svg go (default docs/benchmarks, with a smaller"
              + " --max benchmarks/target).")
  private @Nullable Path out;

  /** For {@link java.util.ServiceLoader}. */
  public CurvesVerb() {}

  @Override
  public String verb() {
    return "curves";
  }

  @Override
  protected boolean measure(BenchTalk talk) throws InterruptedException {
    if (!(max >= FIRST && max <= MAX)) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "--max is " + max + "; it is 1e3 to 1e7 letters");
    }
    List<Integer> sizes = sizes((int) max);
    List<CurvePoint> points = new ArrayList<>();
    talk.progress("warming up", 0, sizes.size());
    CurveMeter meter = new CurveMeter();
    meter.warm();
    for (int i = 0; i < sizes.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped before " + sizes.get(i) + " letters");
      }
      String what = String.format(Locale.ROOT, "%,d letters", sizes.get(i));
      talk.progress(what, i, sizes.size());
      points.add(meter.at(sizes.get(i)));
    }
    answer(points, talk);
    return true;
  }

  /** Three sizes to each power of ten, the largest included. */
  static List<Integer> sizes(int max) {
    List<Integer> sizes = new ArrayList<>();
    for (long power = FIRST; power < max; power *= 10) {
      for (long size : new long[] {power, 2 * power, 5 * power}) {
        if (size < max) {
          sizes.add((int) size);
        }
      }
    }
    sizes.add(max);
    return sizes;
  }

  private void answer(List<CurvePoint> points, BenchTalk talk) throws InterruptedException {
    Path checkout = Checkout.find();
    Path folder =
        out != null ? out : checkout.resolve(max == MAX ? "docs/benchmarks" : "benchmarks/target");
    List<String> page = new ArrayList<>(head(Machine.commit(checkout)));
    page.addAll(table(points));
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("curves.md"), page);
      Files.writeString(folder.resolve("curves.svg"), chart(points).svg());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + folder + "; name another --out", e);
    }
    if (talk.json()) {
      talk.print(json(points, talk.answer()));
    } else {
      table(points).forEach(talk::print);
    }
    talk.talk("Stored in " + folder.resolve("curves.md") + " and curves.svg beside it.");
  }

  private List<String> head(String commit) {
    String limit = max == MAX ? "" : String.format(Locale.ROOT, " --max %.0f", max);
    return List.of(
        "# How costs grow with the document",
        "",
        "Written by `./rejoin bench curves" + limit + "`; do not edit.",
        "",
        "![Time of one operation over the size of the document](curves.svg)",
        "",
        "A text grows in pieces of 1 to 7 letters at random places. At each size: 1,000 operations at random places, one",
        "transaction and one change each, five times, the median; what goes over the whole text is divided by its letters or",
        "by the pieces that were typed. The engine alone: no store, no codec, no signatures.",
        "",
        "* " + Machine.here().describe(),
        "* commit `" + commit + "`",
        "");
  }

  static List<String> table(List<CurvePoint> points) {
    StringBuilder head = new StringBuilder("| letters |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Curve curve : Curve.values()) {
      head.append(' ').append(curve.label()).append(" |");
      rule.append("---|");
    }
    List<String> lines = new ArrayList<>(List.of(head.toString(), rule.toString()));
    for (CurvePoint point : points) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "| %,d |", point.atoms()));
      for (Curve curve : Curve.values()) {
        Double nanos = point.nanos().get(curve);
        line.append(' ').append(nanos == null ? "–" : Curve.shown(nanos)).append(" |");
      }
      lines.add(line.toString());
    }
    return lines;
  }

  static LogChart chart(List<CurvePoint> points) {
    List<LogChart.Line> lines =
        Stream.of(Curve.values())
            .map(
                curve ->
                    new LogChart.Line(
                        curve.label(),
                        curve.colour(),
                        points.stream()
                            .filter(point -> point.nanos().containsKey(curve))
                            .map(p -> new LogChart.Point(p.atoms(), p.nanos().get(curve)))
                            .toList()))
            .filter(line -> !line.points().isEmpty())
            .toList();
    return new LogChart("Time of one operation", "letters in the document", lines);
  }

  private static ObjectNode json(List<CurvePoint> points, ObjectNode answer) {
    ArrayNode all = answer.putArray("points");
    for (CurvePoint point : points) {
      ObjectNode node = all.addObject().put("atoms", point.atoms());
      point
          .nanos()
          .forEach((curve, nanos) -> node.put(curve.name().toLowerCase(Locale.ROOT), nanos));
    }
    return answer;
  }
}
