package dev.rejoin.replica.store;

import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store may read of a change before it takes it in: a replica reads the body, a relay only
 * what control spaces say in clear.
 *
 * <p>Called without locks, by any thread; must not block. Throws {@link
 * dev.rejoin.proto.ProtocolException} for a change that must be refused.
 */
public interface ChangeReader {
  /**
   * The parts of a change that decide whether it can be taken.
   *
   * @param document the document it belongs to, or null where that cannot be read
   * @param causes what must be in the journal before it
   * @param ready false if it waits for something outside this journal
   */
  record Contents(@Nullable String document, List<Head> causes, boolean ready) {}

  Contents read(SpaceJournal journal, ReplicaId replica, ChangeCodec.Header header, byte[] change);

  /** Whether a batch that comes too early is kept here (a replica) or asked for again (a relay). */
  boolean keepsEarly();
}
