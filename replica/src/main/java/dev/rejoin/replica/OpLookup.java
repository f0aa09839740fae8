package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Finds in the journal the change that holds an op. Remembers the last few; for one thread. */
final class OpLookup {
  /** What one entry replaces is mostly in the same few changes as what the next one replaces. */
  private static final int REMEMBERED = 32;

  private final SpaceJournal journal;
  private final Deque<Change> recent = new ArrayDeque<>();

  OpLookup(SpaceJournal journal) {
    this.journal = journal;
  }

  /**
   * A change of the journal as a document takes it in.
   *
   * @throws dev.rejoin.proto.ProtocolException if its body is not what a change holds
   */
  static Received received(Row row) {
    Change change = ChangeCodec.decode(row.replica(), row.change());
    boolean comments = ChangeCodec.header(row.change()).opClass() == ChangeCodec.COMMENT;
    return new Received(change, row.mark(), comments);
  }

  /** The change, or null if it is not here. */
  @Nullable Change change(OpId id) {
    for (Change known : recent) {
      if (known.replica().equals(id.replica())
          && known.from() <= id.seq()
          && id.seq() <= known.to()) {
        return known;
      }
    }
    Line line = journal.line(id.replica());
    if (line == null || line.to() < id.seq()) {
      return null;
    }
    Change change = ChangeCodec.decode(id.replica(), journal.rowAt(line, id.seq()).change());
    recent.addFirst(change);
    if (recent.size() > REMEMBERED) {
      recent.removeLast();
    }
    return change;
  }
}
