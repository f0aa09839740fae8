package dev.rejoin.replica;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.rules.RuleSet;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;

/**
 * Rules as somebody set them. Immutable; ordered, and the last one counts.
 *
 * @param lamport one above that of all records its author had seen
 * @param device whose key signed them
 * @param made by that device's clock, for people
 */
public record RulesRecord(
    RuleSet rules, long lamport, ReplicaId replica, DeviceId device, Instant made)
    implements Comparable<RulesRecord> {
  @Override
  public int compareTo(RulesRecord other) {
    int byLamport = Long.compare(lamport, other.lamport);
    return byLamport != 0 ? byLamport : replica.compareTo(other.replica);
  }
}
