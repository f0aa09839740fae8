package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;

/**
 * One change of a document as history shows it. Immutable.
 *
 * @param id names the change: the start of its chain hash, in hexadecimal
 * @param device whose key signed it
 * @param arrived when it came into this store
 * @param own whether this device made it
 * @param tier how far it has got, as far as this store knows; of foreign changes that it is here
 */
public record HistoryEntry(
    String id, Change change, DeviceId device, Instant arrived, boolean own, Tier tier) {
  static final int ID_DIGITS = 8;
}
