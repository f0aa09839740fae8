package dev.rejoin.replica;

import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;

/**
 * Who made a change, on which device and when. Immutable.
 *
 * @param changeId names the change as {@link HistoryEntry#id} does
 * @param author may be empty
 * @param device whose key signed it
 * @param time the clock of that device said so
 * @param message what the author said about it, may be empty
 */
public record Who(String changeId, String author, DeviceId device, Instant time, String message) {}
