package dev.rejoin.replica;

import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Past;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes: the document is locked while its state is asked, and not while the journal
 * is read. That is safe because a version is fixed first: whatever comes later is not part of it,
 * and what is part of it is frozen and in the journal.
 */
/** Reads what a document was, from its state and from the journal. For any thread. */
final class DocumentPast {
  private final Document document;
  private final SpaceJournal journal;
  private final int number;

  DocumentPast(Document document) {
    this.document = document;
    this.journal = document.space().journal();
    this.number = journal.documents().number(document.name());
  }

  Heads heads() {
    return document.exclusively(DocumentState::heads);
  }

  /**
   * The version that heads name.
   *
   * @throws RejoinException VERSION_NOT_HERE if one of them has not arrived
   */
  Version version(Heads heads) {
    return document.exclusively(state -> version(state, heads));
  }

  static Version version(DocumentState state, Heads heads) {
    for (Head head : heads.list()) {
      if (!state.versions().includes(head)) {
        throw new RejoinException(
            ErrorCode.VERSION_NOT_HERE,
            "the change "
                + head.mark().toString().substring(0, 8)
                + " of that version is not here");
      }
    }
    return state.versions().of(heads);
  }

  /**
   * All changes of the document, causes first. The journal may hold others that the document never
   * takes in: such as deny the one before them on their line.
   */
  List<Row> rows() {
    List<Row> rows = journal.readDocument(number, 0, e -> {});
    return document.exclusively(
        state -> rows.stream().filter(row -> state.versions().includes(row.head())).toList());
  }

  /** One pass over the journal. */
  ChangeIndex index() {
    TreeSet<OpId> invalid = document.exclusively(state -> state.versions().invalid());
    ChangeIndex index = new ChangeIndex();
    for (Row row : rows()) {
      Received received = OpLookup.received(row);
      index.add(received, !invalid.contains(received.change().last()));
    }
    return index;
  }

  /** The document as it was in a version, made anew from the journal. */
  DocumentState replay(Version version) {
    DocumentState state = new DocumentState(document.name());
    state.apply(changes(version, Version.empty()), false);
    if (!state.version().equals(version)) {
      throw new RejoinException(
          ErrorCode.DAMAGED_CHANGE,
          "document '" + document.name() + "' cannot be read as it was: a stored change is damaged",
          null);
    }
    return state;
  }

  /** The document as it was in a version; the same thing, but quicker if it has not changed. */
  DocumentState copy(Version version) {
    byte[] saved = document.exclusively(s -> s.version().equals(version) ? s.save() : new byte[0]);
    return saved.length > 0 ? DocumentState.load(saved) : replay(version);
  }

  /** The changes of one version that are not in another, causes first. */
  List<Received> changes(Version version, Version without) {
    List<Received> changes = new ArrayList<>();
    for (Row row : rows()) {
      if (row.to() <= version.get(row.replica()) && row.to() > without.get(row.replica())) {
        changes.add(OpLookup.received(row));
      }
    }
    return changes;
  }

  /** Asks the state about versions. */
  <R> R past(ChangeIndex index, Function<Past, R> question) {
    return document.exclusively(state -> question.apply(state.past(index)));
  }

  Who who(ChangeIndex.Entry entry) {
    Line line = journal.line(entry.replica());
    return new Who(
        entry.mark().toString().substring(0, HistoryEntry.ID_DIGITS),
        entry.author(),
        line == null ? document.space().device() : line.device(),
        Instant.ofEpochMilli(entry.timeMillis()),
        entry.message());
  }

  @Nullable Who who(ChangeIndex index, OpId op) {
    ChangeIndex.Entry entry = index.find(op);
    return entry == null ? null : who(entry);
  }

  /** The journal's row of a change that is here. */
  Row row(OpId op) {
    Line line = journal.line(op.replica());
    if (line == null) {
      throw new IllegalStateException("no line of " + op.replica());
    }
    return journal.rowAt(line, op.seq());
  }
}
