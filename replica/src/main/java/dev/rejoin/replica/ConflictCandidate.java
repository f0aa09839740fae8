package dev.rejoin.replica;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of several values that were written apart from each other. Immutable.
 *
 * @param number from 1, to choose it by
 * @param put the op that wrote it
 * @param who the author, or the device where there is no name
 * @param device whose key signed it
 * @param deviceName what people call it, as far as this device knows
 * @param made by the author's clock, for people
 * @param apart how long the device had been apart then: since the newest change of others in the
 *     document that it had; null if it had none
 * @param shown whether it is the one that readers see
 */
public record ConflictCandidate(
    int number,
    OpId put,
    Value value,
    String who,
    DeviceId device,
    String deviceName,
    Instant made,
    @Nullable Duration apart,
    long lamport,
    boolean shown) {}
