package dev.rejoin.replica;

import dev.rejoin.crdt.Authorship;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.LastWrite;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a document, its versions, and how one became another. Safe for any thread.
 *
 * <p>A version is named by its {@link Heads}, which mean the same on every device. History is never
 * rewritten: restoring an old version is one more change. Everything here freezes what is open, and
 * is refused with {@link IllegalStateException} inside an edit.
 *
 * <p>Costs: one pass over the changes of the document for who and when; one sweep over its spans
 * for each text, at whatever version, and nothing is replayed. Other containers at an old version
 * are made anew from the changes up to it.
 */
public final class History {
  /** The root map that holds the names of versions; not shown among the containers. */
  static final ContainerId.Root NAMES = new ContainerId.Root("rejoin:versions", Kind.MAP);

  private final Document document;
  private final DocumentPast past;

  History(Document document) {
    this.document = document;
    this.past = new DocumentPast(document);
  }

  /** Those containers of a document that are not there for history alone. */
  static List<ContainerId.Root> shown(List<ContainerId.Root> roots) {
    return roots.contains(NAMES) ? roots.stream().filter(r -> !r.equals(NAMES)).toList() : roots;
  }

  /** All changes in arrival order, newest last. */
  public List<HistoryEntry> entries() {
    document.space().line().freeze(document.name());
    List<HistoryEntry> entries = new ArrayList<>();
    for (Row row : past.rows()) {
      entries.add(document.space().historyEntry(row));
    }
    return entries;
  }

  /** The changes that arrived last, newest first, at most {@code count}. O(count). */
  public List<HistoryEntry> latest(int count) {
    document.space().line().freeze(document.name());
    SpaceJournal journal = document.space().journal();
    List<HistoryEntry> entries = new ArrayList<>();
    if (count > 0) {
      journal.readDocumentBack(
          journal.documents().number(document.name()),
          row -> {
            entries.add(document.space().historyEntry(row));
            return entries.size() < count;
          });
    }
    return entries;
  }

  /** The changes of an author, in arrival order. */
  public List<HistoryEntry> by(String author) {
    return entries().stream().filter(e -> e.change().author().equals(author)).toList();
  }

  /** The changes made at a time or later, by their authors' clocks, in arrival order. */
  public List<HistoryEntry> since(Instant time) {
    long millis = time.toEpochMilli();
    return entries().stream().filter(e -> e.change().timeMillis() >= millis).toList();
  }

  /** The version that is shown now. */
  public Heads heads() {
    return past.heads();
  }

  /**
   * The version that was there at a time: the changes made until then whose causes were made until
   * then. Wall clocks say so, and they may be wrong; one that is ahead counts as the time at which
   * the change arrived here. For certainty keep a token.
   *
   * @throws RejoinException VERSION_UNKNOWN if the time is before the first change
   */
  public Heads at(Instant time) {
    return versions().at(time);
  }

  /**
   * The version that a token, a name, or the first digits of a change's id mean; with an id
   * everything up to that change.
   *
   * @throws RejoinException VERSION_UNKNOWN, VERSION_NOT_HERE, or VERSION_AMBIGUOUS
   */
  public Heads find(String version) {
    return versions().find(version);
  }

  /**
   * The version that a change was made in: with {@link #find} of the same id, what that change did
   * is the difference.
   *
   * @throws RejoinException VERSION_UNKNOWN or VERSION_AMBIGUOUS
   */
  public Heads before(String changeId) {
    return versions().before(changeId);
  }

  /** Gives the version that is shown now a name; see {@link #name(String, Heads)}. */
  public Receipt name(String name) {
    return name(name, heads());
  }

  /**
   * Gives a version a name, in the name of the replica's author. The name is kept in the document,
   * travels with it, and stays when an old version is restored. Two versions that get one name
   * apart both keep it, and the later one is shown.
   *
   * @throws RejoinException VERSION_NAME_TAKEN if another version has it, BAD_ARGUMENT if it is
   *     blank or looks like a token, KEY_INVALID if it is too long, VERSION_NOT_HERE
   */
  public Receipt name(String name, Heads version) {
    return versions().name(name, version);
  }

  /**
   * Takes a name back.
   *
   * @throws RejoinException VERSION_UNKNOWN if no version has it
   */
  public Receipt unname(String name) {
    return versions().unname(name);
  }

  /** The versions that have names, by name. */
  public List<NamedVersion> names() {
    return versions().names();
  }

  private VersionNames versions() {
    return new VersionNames(document, past);
  }

  /**
   * What the document showed in a version, for any thread and for as long as it is kept.
   *
   * @throws RejoinException VERSION_NOT_HERE
   */
  public View view(Heads version) {
    return new View(document, past, version, past.version(version));
  }

  /**
   * How one version became another, whichever came first, or neither.
   *
   * @throws RejoinException VERSION_NOT_HERE
   */
  public Diff diff(Heads from, Heads to) {
    return new DiffMaker(past, from, to).diff();
  }

  /** Who wrote, deleted and restored each piece of a root text, as it is now. */
  public List<Blame> blame(String text) {
    return blame(new ContainerId.Root(text, Kind.TEXT), heads());
  }

  /**
   * Who wrote, deleted and restored each piece of a text in a version, in document order; words
   * that a change replaced stand before those it put there. One pass over the changes, and one
   * sweep over the spans.
   *
   * @throws RejoinException VERSION_NOT_HERE
   */
  public List<Blame> blame(ContainerId text, Heads version) {
    Version at = past.version(version);
    ChangeIndex index = past.index();
    BlameList blame = new BlameList();
    for (Authorship part : past.past(index, p -> p.authorship(text, at))) {
      blame.add(
          new Blame(
              part.text(),
              part.visible(),
              past.who(part.written()),
              Optional.ofNullable(part.deleted()).map(past::who),
              Optional.ofNullable(part.restored()).map(past::who)));
    }
    return blame.list();
  }

  /** What a container that is no text holds now, in its order, and who made it what it is. */
  public List<Written> lastWriters(ContainerId container) {
    Heads now = heads(); // what is typed from here on is not in the index
    ChangeIndex index = past.index();
    List<LastWrite> writes = view(now).past(index, p -> p.lastWrites(container));
    List<Written> found = new ArrayList<>();
    for (LastWrite write : writes) {
      Who who = past.who(index, write.op());
      if (who != null) {
        found.add(new Written(write.key(), write.value(), who));
      }
    }
    return found;
  }

  /** Who made an op, such as the put of a candidate or the element of a list; empty if not here. */
  public Optional<Who> who(OpId op) {
    document.space().line().freeze(document.name());
    return Optional.ofNullable(past.who(past.index(), op));
  }

  /** Restores in the name of the replica's author; see {@link #restore(Heads, String, String)}. */
  public Optional<Receipt> restore(Heads version) {
    return restore(version, document.space().author(), "");
  }

  /**
   * Makes the document show what it showed in a version, by a new change: what was deleted since
   * comes back as the same atoms, with the marks and anchors in it, what was inserted since is
   * deleted, elements and nodes move back. What others do at the same time stays, by the usual
   * rules. Names of versions stay. It is undone like any edit.
   *
   * @param message said about the change, kept in history; which version it is, if blank
   * @return empty if the document shows that already
   * @throws RejoinException VERSION_NOT_HERE, TRANSACTION_TOO_LARGE, or what an edit reports
   */
  public Optional<Receipt> restore(Heads version, String author, String message) {
    ReplicaOptions.checkAuthor(author);
    String said = message.isBlank() ? "restored " + version.shortToken() : message;
    Version at = past.version(version);
    ChangeIndex index = past.index();
    DocumentState then = past.replay(at);
    document.space().requireConfirmed();
    return document.exclusively(
        state -> {
          document.requireWhole();
          long[] atoms = {0};
          Receipt receipt =
              document.editLocked(
                  author,
                  said, // so that no edit around it becomes the same step
                  tx -> {
                    tx.restore(then, at, index, NAMES::equals);
                    atoms[0] = tx.atoms();
                  });
          document.space().line().freeze(document.name()); // what is typed next is not part of it
          return atoms[0] == 0 ? Optional.empty() : Optional.of(receipt);
        });
  }

  /** Reverts in the name of the replica's author; see {@link #revert(String, String)}. */
  public Receipt revert(String changeId) {
    return revert(changeId, document.space().author());
  }

  /**
   * Takes back one change, whoever made it, by a new change: as far as it still shows, as {@link
   * Undo} does, so what came after it stays. It is undone like any edit.
   *
   * @param changeId the first digits of the change's id
   * @throws RejoinException VERSION_UNKNOWN if there is no such change, or it had no effect as it
   *     broke a rule; VERSION_AMBIGUOUS
   */
  public Receipt revert(String changeId, String author) {
    ReplicaOptions.checkAuthor(author);
    List<Change> changes = versions().transaction(changeId);
    Collections.reverse(changes);
    document.space().requireConfirmed();
    return document.exclusively(
        state -> {
          document.requireWhole();
          for (Change change : changes) {
            requireEffect(change, state);
          }
          OpLookup known = new OpLookup(document.space().journal());
          Receipt receipt =
              document.editLocked(author, "", tx -> tx.takeBack(changes, known::change));
          document.space().line().freeze(document.name());
          return receipt;
        });
  }

  private static void requireEffect(Change change, DocumentState state) {
    if (state.versions().invalid().contains(change.last())) {
      throw new RejoinException(
          ErrorCode.VERSION_UNKNOWN,
          "the change broke a rule and never had an effect, so nothing can be taken back",
          null);
    }
  }

  static RejoinException unknown(String what, @Nullable String hint) {
    return hint == null
        ? new RejoinException(ErrorCode.VERSION_UNKNOWN, what)
        : new RejoinException(ErrorCode.VERSION_UNKNOWN, what, hint, null);
  }
}
