package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.rules.RuleCandidate;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells from the journal who wrote what, when and after what; for one thread. */
final class Provenance {
  /** Own changes of a line that are looked through for the last work of others. */
  private static final int MOST_STEPS = 500;

  private final Space space;
  private final SpaceJournal journal;
  private final OpLookup changes;

  Provenance(Space space) {
    this.space = space;
    this.journal = space.journal();
    this.changes = new OpLookup(journal);
  }

  @Nullable Change change(OpId op) {
    return changes.change(op);
  }

  DeviceId device(OpId op) {
    Line line = journal.line(op.replica());
    return line == null ? space.device() : line.device();
  }

  /** Who made a change: the author, or the device where there is no name. */
  String who(Change change) {
    return change.author().isEmpty() ? deviceName(change.last()) : change.author();
  }

  /** What people call a device, as far as this one knows. */
  String deviceName(OpId op) {
    DeviceId device = device(op);
    String own = device.equals(space.device()) ? space.deviceName() : "";
    return own.isEmpty() ? device.shortForm() : own;
  }

  RuleCandidate candidate(ContainerId container, Candidate candidate) {
    Change change = change(candidate.put());
    return new RuleCandidate(
        candidate.put(),
        candidate.value(),
        change == null ? "" : change.author(),
        device(candidate.put()).toString(),
        candidate.lamport(),
        field -> change == null ? Optional.empty() : field(change, container, candidate, field));
  }

  /**
   * What a change wrote last under a field: of the same map as the candidate, or of the map that
   * the candidate is.
   */
  private static Optional<Value> field(
      Change change, ContainerId container, Candidate candidate, String field) {
    boolean holds = candidate.value() instanceof Value.Nested;
    Optional<Value> found = Optional.empty();
    for (Op op : change.ops()) {
      if (op instanceof Op.Put put && put.key().equals(field)) {
        ContainerId in = holds ? put.container().parent() : put.container();
        if (container.equals(in)) {
          found = Optional.of(put.value());
        }
      }
    }
    return found;
  }

  /**
   * How long the device of a change had been apart when it was made: since the newest change of
   * other replicas in the same document that comes before it, by the clocks of the two authors; not
   * less than zero. Null if it had seen none; zero if that cannot be told.
   */
  @Nullable Duration apart(Change change) {
    return apart(change, this::change);
  }

  static @Nullable Duration apart(Change change, Function<OpId, @Nullable Change> changes) {
    Change at = change;
    for (int i = 0; i < MOST_STEPS && at != null; i++) {
      Instant newest = null;
      for (Head head : at.deps().list()) {
        Change seen = changes.apply(head.id());
        Instant made = seen == null ? null : Instant.ofEpochMilli(seen.timeMillis());
        newest = made != null && (newest == null || made.isAfter(newest)) ? made : newest;
      }
      if (newest != null) {
        Duration apart = Duration.between(newest, Instant.ofEpochMilli(change.timeMillis()));
        return apart.isNegative() ? Duration.ZERO : apart;
      }
      if (at.previous() == 0) {
        return null;
      }
      at = changes.apply(new OpId(at.replica(), at.previous()));
    }
    return Duration.ZERO; // not known, so nothing is said
  }
}
