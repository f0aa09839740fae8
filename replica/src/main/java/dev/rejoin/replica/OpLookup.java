package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.SpaceJournal;
import org.jspecify.annotations.Nullable;

/** Finds in the journal the change that holds an op. Remembers the last one; for one thread. */
final class OpLookup {
  private final SpaceJournal journal;
  private @Nullable Change last;

  OpLookup(SpaceJournal journal) {
    this.journal = journal;
  }

  /** The change, or null if it is not here. */
  @Nullable Change change(OpId id) {
    Change known = last;
    if (known != null
        && known.replica().equals(id.replica())
        && known.from() <= id.seq()
        && id.seq() <= known.to()) {
      return known;
    }
    Line line = journal.line(id.replica());
    if (line == null || line.to() < id.seq()) {
      return null;
    }
    last = ChangeCodec.decode(id.replica(), journal.rowAt(line, id.seq()).change());
    return last;
  }
}
