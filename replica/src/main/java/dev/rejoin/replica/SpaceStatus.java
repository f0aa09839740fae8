package dev.rejoin.replica;

import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where things stand with one space. Immutable; numbers of changes unless said otherwise.
 *
 * @param confirmed whether the founding record is here
 * @param held all changes in the journal
 * @param saved those that survive a power cut
 * @param open 1 if there are edits that are not frozen into a change yet
 * @param pending own changes that no other store is known to hold
 * @param notRelayed own changes that no relay is known to hold
 * @param sent own changes handed to a link in this process and not acknowledged yet
 * @param oldestPending when the oldest of the pending changes came into this store
 * @param waiting batches that lack a cause
 * @param problems what peers refuse, as sentences
 */
public record SpaceStatus(
    String name,
    SpaceId id,
    boolean confirmed,
    long documents,
    long held,
    long saved,
    long open,
    long pending,
    long notRelayed,
    long sent,
    Optional<Instant> oldestPending,
    long waiting,
    List<TargetStatus> targets,
    List<String> problems) {
  public SpaceStatus {
    targets = List.copyOf(targets);
    problems = List.copyOf(problems);
  }

  /** Whether anything of the space is not where it should be. */
  public boolean waits() {
    return pending > 0 || waiting > 0 || !confirmed || !problems.isEmpty();
  }

  /**
   * What one peer or relay holds.
   *
   * @param pending own changes that it has not acknowledged
   */
  public record TargetStatus(
      DeviceId device, boolean relay, boolean online, long pending, Instant seen) {}
}
