package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.benchmarks.Row.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all processes have measured so far. Not safe for several threads. */
final class Results {
  private final List<Measured> all = new ArrayList<>();
  private final Map<Peer, String> versions = new EnumMap<>(Peer.class);
  private int late;

  /** Notes a process that was left out because the time was over. */
  void countLate() {
    late++;
  }

  /** How many processes were left out because the time was over. */
  int late() {
    return late;
  }

  void add(Measured measured) {
    all.add(measured);
  }

  void version(Peer peer, String version) {
    versions.put(peer, version);
  }

  String version(Peer peer) {
    return versions.getOrDefault(peer, "?");
  }

  List<Measured> all() {
    return all;
  }

  private List<Measured> of(Peer peer, String section, String row) {
    return all.stream()
        .filter(m -> m.job().peer() == peer && m.job().section().equals(section))
        .filter(m -> m.row().equals(row) || m.row().equals("*"))
        .toList();
  }

  /** The median of the rounds, or null if there is no number. */
  @Nullable Double median(Peer peer, String section, Row row) {
    List<Double> numbers = numbers(peer, section, row, row.field().key());
    return numbers.isEmpty() ? null : Median.of(numbers);
  }

  /** The fastest run of all rounds, or null if there is no number. */
  @Nullable Double min(Peer peer, String section, Row row) {
    String key = row.field() == Field.MILLIS ? "min" : row.field().key();
    return numbers(peer, section, row, key).stream().min(Double::compare).orElse(null);
  }

  private List<Double> numbers(Peer peer, String section, Row row, String key) {
    return of(peer, section, row.name()).stream()
        .map(Measured::line)
        .filter(line -> line.hasNonNull(key))
        .map(line -> line.get(key).doubleValue())
        .toList();
  }

  /** Whether a process told something about this very row. */
  boolean isMeasured(String section, Row row) {
    return all.stream()
        .anyMatch(m -> m.job().section().equals(section) && m.row().equals(row.name()));
  }

  /** How often something is done in a row, or 0 where nothing tells. */
  int count(String section, Row row) {
    return all.stream()
        .filter(m -> m.job().section().equals(section) && m.row().equals(row.name()))
        .mapToInt(m -> m.line().path("n").intValue())
        .max()
        .orElse(0);
  }

  /** Why there is no number: the last line that tells, or null if nothing was measured. */
  @Nullable ObjectNode reason(Peer peer, String section, Row row) {
    List<Measured> lines = of(peer, section, row.name());
    return lines.isEmpty() ? null : lines.get(lines.size() - 1).line();
  }

  /** What was said about a number, without repetition. */
  List<String> notes(Peer peer, String section, Row row) {
    return of(peer, section, row.name()).stream()
        .map(m -> m.line().path("note").asText(m.line().path("what").asText("")))
        .filter(note -> !note.isEmpty())
        .distinct()
        .toList();
  }

  /** Whether a row ended without a number before, so that trying again only takes time. */
  boolean hopeless(Job job, String row) {
    return of(job.peer(), job.section(), row).stream()
        .anyMatch(
            m -> m.line().has("overMillis") || m.line().has("failed") || m.line().has("none"));
  }
}
