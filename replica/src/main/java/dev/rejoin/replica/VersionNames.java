package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds versions of a document by token, id, name and time, and gives them names.
 *
 * <p>A name is an entry of a root map, its value the token of the version: so names merge like any
 * other data, and who gave one and when is in history.
 */
final class VersionNames {
  private static final int LEAST_DIGITS = 4;

  private final Document document;
  private final DocumentPast past;

  VersionNames(Document document, DocumentPast past) {
    this.document = document;
    this.past = past;
  }

  Heads at(Instant time) {
    long millis = time.toEpochMilli();
    Heads heads = Heads.none();
    TreeSet<OpId> later = new TreeSet<>();
    List<Row> rows = past.rows();
    for (int from = 0; from < rows.size(); ) {
      List<Change> parts = new ArrayList<>();
      Heads next = heads;
      boolean made = true;
      do { // the parts of a large transaction take effect together
        Row row = rows.get(from + parts.size());
        Change change = OpLookup.received(row).change();
        parts.add(change);
        long arrived = document.space().journal().arrivedMillis(row.n());
        made &= Math.min(change.timeMillis(), arrived) <= millis && !isAfter(change, later);
        next = next.advance(change.deps(), change.previous(), row.head());
      } while (goesOn(parts, rows, from));
      if (made && !parts.get(parts.size() - 1).continues()) {
        heads = next;
      } else {
        parts.forEach(part -> later.add(part.last()));
      }
      from += parts.size();
    }
    if (heads.isEmpty()) {
      throw History.unknown(
          "document '" + document.name() + "' had no change yet at " + time,
          "'rejoin history' tells when it began.");
    }
    return heads;
  }

  private static boolean isAfter(Change change, TreeSet<OpId> later) {
    boolean own =
        change.previous() > 0 && later.contains(new OpId(change.replica(), change.previous()));
    return own || change.deps().list().stream().anyMatch(dep -> later.contains(dep.id()));
  }

  /** Whether the next row is another part of the transaction at hand. */
  private static boolean goesOn(List<Change> parts, List<Row> rows, int from) {
    Change last = parts.get(parts.size() - 1);
    int next = from + parts.size();
    return last.continues()
        && next < rows.size()
        && rows.get(next).replica().equals(last.replica())
        && rows.get(next).from() == last.to() + 1;
  }

  Heads find(String version) {
    if (version.startsWith(Heads.TOKEN_PREFIX)) {
      return token(version);
    }
    Optional<Value> named = document.map(History.NAMES.name()).get(version);
    if (named.isPresent()) {
      String token = named.get().toString();
      return document.exclusively(state -> whole(state, token));
    }
    List<Change> transaction = transaction(version);
    Row last = past.row(transaction.get(transaction.size() - 1).last());
    return new Heads(List.of(last.head()));
  }

  private Heads token(String token) {
    return document.exclusively(state -> token(state, token));
  }

  /** What a name stands for, which others may have written: marks in full, so none is searched. */
  private static Heads whole(DocumentState state, String token) {
    String marks =
        token.startsWith(Heads.TOKEN_PREFIX) ? token.substring(Heads.TOKEN_PREFIX.length()) : token;
    for (String mark : marks.split("\\.", -1)) {
      if (mark.length() != 2 * ChainMark.SIZE_BYTES) {
        throw History.unknown("'" + token + "', which has that name, is no version", null);
      }
    }
    return token(state, token);
  }

  private static Heads token(DocumentState state, String token) {
    if (!token.startsWith(Heads.TOKEN_PREFIX)) {
      throw History.unknown("'" + token + "', which has that name, is no version", null);
    }
    String digits = token.substring(Heads.TOKEN_PREFIX.length());
    if (digits.isEmpty()) {
      return Heads.none();
    }
    List<Head> heads = new ArrayList<>();
    for (String mark : digits.split("\\.", -1)) {
      requireDigits(mark, token);
      List<Head> found = state.versions().changes(mark.toLowerCase(Locale.ROOT));
      if (found.isEmpty()) {
        throw new RejoinException(
            ErrorCode.VERSION_NOT_HERE,
            "the change " + shortened(mark) + " of that version is not here");
      }
      heads.add(only(found, mark));
    }
    try {
      return new Heads(heads);
    } catch (IllegalArgumentException e) {
      throw History.unknown("'" + token + "' names two changes of one replica", null);
    }
  }

  private static void requireDigits(String digits, String whole) {
    if (digits.length() < LEAST_DIGITS || !digits.matches("[0-9a-fA-F]+")) {
      throw History.unknown(
          "'" + whole + "' is no version of the document",
          "Give a name, a token that begins with h1:, or at least "
              + LEAST_DIGITS
              + " digits of the id of a change, from 'rejoin history'.");
    }
  }

  private static Head only(List<Head> found, String digits) {
    if (found.size() > 1) {
      List<String> ids = found.stream().limit(3).map(h -> shortened(h.mark().toString())).toList();
      throw new RejoinException(
          ErrorCode.VERSION_AMBIGUOUS,
          "'%s' fits %d changes: %s%s"
              .formatted(
                  digits, found.size(), String.join(", ", ids), found.size() > 3 ? ", …" : ""));
    }
    return found.get(0);
  }

  private static String shortened(String mark) {
    return mark.substring(0, Math.min(mark.length(), 2 * HistoryEntry.ID_DIGITS));
  }

  /** All parts of the transaction that a change belongs to, the oldest first. */
  List<Change> transaction(String changeId) {
    requireDigits(changeId, changeId);
    List<Head> found =
        document.exclusively(s -> s.versions().changes(changeId.toLowerCase(Locale.ROOT)));
    if (found.isEmpty()) {
      throw History.unknown(
          "document '" + document.name() + "' has no change or version '" + changeId + "'", null);
    }
    Change change = change(only(found, changeId).id());
    List<Change> parts = new ArrayList<>(List.of(change));
    Change before = before(change);
    while (before != null && before.continues()) {
      parts.add(0, before);
      before = before(before);
    }
    while (parts.get(parts.size() - 1).continues()) {
      parts.add(change(parts.get(parts.size() - 1).last().plus(1)));
    }
    return parts;
  }

  Heads before(String changeId) {
    Change first = transaction(changeId).get(0);
    List<Head> heads = new ArrayList<>(first.deps().list());
    Change previous = before(first);
    if (previous != null) {
      heads.add(past.row(previous.last()).head());
    }
    return new Heads(heads);
  }

  private @Nullable Change before(Change change) {
    return change.previous() == 0 ? null : change(new OpId(change.replica(), change.previous()));
  }

  private Change change(OpId op) {
    return OpLookup.received(past.row(op)).change();
  }

  Receipt name(String name, Heads version) {
    if (name.isBlank() || name.startsWith(Heads.TOKEN_PREFIX)) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + name + "' is no name for a version",
          "Use a name that is not blank and does not begin with " + Heads.TOKEN_PREFIX,
          null);
    }
    past.version(version);
    String token = version.token();
    return document.edit(
        "named a version: " + name,
        tx -> {
          Optional<Value> there = tx.map(History.NAMES.name()).get(name);
          if (there.isEmpty()) {
            tx.map(History.NAMES.name()).put(name, token);
          } else if (!there.get().toString().equals(token)) {
            throw new RejoinException(
                ErrorCode.VERSION_NAME_TAKEN,
                "another version of '" + document.name() + "' is called '" + name + "'");
          }
        });
  }

  Receipt unname(String name) {
    return document.edit(
        "took back the name: " + name,
        tx -> {
          if (tx.map(History.NAMES.name()).get(name).isEmpty()) {
            throw History.unknown("no version is called '" + name + "'", null);
          }
          tx.map(History.NAMES.name()).remove(name);
        });
  }

  List<NamedVersion> names() {
    TreeMap<String, List<Candidate>> given = new TreeMap<>();
    TreeMap<String, Optional<Heads>> heads = new TreeMap<>();
    document.exclusively(
        state -> {
          SortedMap<String, Value> entries = state.map(History.NAMES.name()).entries();
          entries.forEach(
              (name, value) -> {
                given.put(name, state.candidates(History.NAMES, name));
                heads.put(name, readable(state, value.toString()));
              });
          return entries;
        });
    ChangeIndex index = past.index();
    List<NamedVersion> names = new ArrayList<>();
    given.forEach(
        (name, candidates) -> {
          Who who = past.who(index, candidates.get(0).put());
          if (who != null) {
            Optional<Heads> of = heads.getOrDefault(name, Optional.empty());
            names.add(new NamedVersion(name, of, who, candidates.size() > 1));
          }
        });
    return names;
  }

  private static Optional<Heads> readable(DocumentState state, String token) {
    try {
      Heads heads = whole(state, token);
      Version known = DocumentPast.version(state, heads);
      return known.entries().isEmpty() ? Optional.empty() : Optional.of(heads);
    } catch (RejoinException e) {
      return Optional.empty(); // what others wrote there, or a version that has not arrived
    }
  }
}
