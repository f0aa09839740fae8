package dev.rejoin.replica.store;

import dev.rejoin.crdt.Head;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.util.List;

/**
 * What a sync session reads of one space. Answers come from the index on disk; safe for any thread.
 */
public interface SpaceSource {
  SpaceId id();

  /** The newest arrival number that survives a power cut; nothing above it is ever sent. */
  long durable();

  Cursor cursorAt(long n);

  boolean fits(Cursor cursor);

  List<Line> lines();

  /** What is known of the change that ends in {@code cause}. */
  SpaceJournal.Cause cause(Head cause);

  long versionHash();

  List<Row> read(long afterN, long upToN, long maxBytes);

  Target target(DeviceId device);
}
