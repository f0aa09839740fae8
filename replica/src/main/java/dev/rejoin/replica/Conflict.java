package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Contested;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.Decider;
import dev.rejoin.replica.rules.Decision;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Sentences;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A place of a document to which several values were written apart, as it was when it was looked
 * at.
 *
 * <p>Immutable and safe for any thread. Choosing is an edit: it returns when it survives the end of
 * the process, it can be undone, and it is refused if the place has changed meanwhile.
 */
public final class Conflict {
  /** How many candidates are listed; all are kept. */
  public static final int MOST_LISTED = 16;

  private static final int MOST_TOLD = 200;

  private final Document document;
  private final Contested place;
  private final Conflicts.Path path;
  private final Decision decision;
  private final List<ConflictCandidate> candidates;
  private final String id;

  Conflict(Document document, Contested place, Conflicts.Path path, Decision decision) {
    this.document = document;
    this.place = place;
    this.path = path;
    this.decision = decision;
    this.candidates = listed(document, place, decision.index());
    this.id = id(document.name(), place);
  }

  private static List<ConflictCandidate> listed(Document document, Contested place, int shown) {
    Provenance provenance = new Provenance(document.space());
    List<ConflictCandidate> listed = new ArrayList<>();
    for (int i = 0; i < place.candidates().size(); i++) {
      if (i < MOST_LISTED - 1 || i == shown || i < MOST_LISTED && shown < MOST_LISTED) {
        Candidate candidate = place.candidates().get(i);
        Change change = provenance.change(candidate.put());
        listed.add(
            new ConflictCandidate(
                i + 1,
                candidate.put(),
                candidate.value(),
                change == null ? provenance.deviceName(candidate.put()) : provenance.who(change),
                provenance.device(candidate.put()),
                provenance.deviceName(candidate.put()),
                Instant.ofEpochMilli(change == null ? 0 : change.timeMillis()),
                change == null ? null : provenance.apart(change),
                candidate.lamport(),
                i == shown));
      }
    }
    return List.copyOf(listed);
  }

  /** The same place with the same candidates has the same id; any write gives it another one. */
  private static String id(String document, Contested place) {
    StringBuilder named = new StringBuilder(document);
    named.append('\n').append(place.container()).append('\n').append(place.key());
    named.append('\n').append(place.element());
    place.candidates().forEach(candidate -> named.append('\n').append(candidate.put()));
    return Digests.hex(named.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }

  /** Eight hexadecimal digits that name this place with these candidates. */
  public String id() {
    return id;
  }

  public Document document() {
    return document;
  }

  /** Where it is, such as {@code meta.title} or {@code items[2]}. */
  public String path() {
    return path.text();
  }

  Conflicts.Path place() {
    return path;
  }

  /** Those listed, in the order of the default rule; at most {@link #MOST_LISTED}. */
  public List<ConflictCandidate> candidates() {
    return candidates;
  }

  /** How many candidates there are, listed or not. */
  public int count() {
    return place.candidates().size();
  }

  /** How many somebody has dismissed; {@link #candidates} leaves them out. */
  public int dismissed() {
    return place.dismissed().size();
  }

  /** The candidate that readers see. */
  public ConflictCandidate shown() {
    return candidates.stream().filter(ConflictCandidate::shown).findFirst().orElseThrow();
  }

  /** Why that one is shown. */
  public Decision decision() {
    return decision;
  }

  /** Whether a rule settles it; else it waits for somebody to choose. */
  public boolean isSettled() {
    return decision.isSettled();
  }

  /** When the newest candidate was made, by its author's clock. */
  public Instant made() {
    return candidates.stream().map(ConflictCandidate::made).max(Instant::compareTo).orElseThrow();
  }

  /** What happened, what is shown and why, and what can be done, one sentence each. */
  public List<Message> messages() {
    return Explanation.of(this);
  }

  /** The same in English; {@link Sentences} has other languages, and labels of an application. */
  public String explain() {
    return Sentences.in(Locale.ENGLISH, ZoneId.systemDefault()).say(messages());
  }

  /**
   * Keeps a candidate and dismisses the others.
   *
   * @param number as {@link ConflictCandidate#number} says
   * @throws RejoinException CANDIDATE_GONE if there is no such candidate, or the place has changed
   *     since this was looked at; nothing is changed then
   */
  public Receipt keep(int number) {
    for (ConflictCandidate candidate : candidates) {
      if (candidate.number() == number) {
        return keep(candidate);
      }
    }
    throw new RejoinException(
        ErrorCode.CANDIDATE_GONE,
        "conflict " + id + " has the candidates 1 to " + count() + ", and no " + number);
  }

  /** Keeps a candidate of this conflict; see {@link #keep(int)}. */
  public Receipt keep(ConflictCandidate candidate) {
    return keep(candidate.put());
  }

  /** Keeps the candidate that is shown and dismisses the others; see {@link #keep(int)}. */
  public Receipt dismiss() {
    return keep(shown());
  }

  private Receipt keep(OpId put) {
    String where = path().length() > MOST_TOLD ? path().substring(0, MOST_TOLD) + "…" : path();
    return document.edit( // with a message it is a step of its own, for undo as for history
        "settled " + where,
        tx -> {
          List<OpId> now = puts(document.read(state -> now(state)).candidates());
          if (!now.equals(puts(place.candidates()))) {
            throw new RejoinException(
                ErrorCode.CANDIDATE_GONE,
                "'" + path() + "' of '" + document.name() + "' has changed since it was listed");
          }
          tx.keep(place.container(), place.key(), place.element(), put);
        });
  }

  private Contested now(dev.rejoin.crdt.DocumentState state) {
    return state.contested(place.container(), place.key(), place.element());
  }

  private static List<OpId> puts(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::put).toList();
  }

  /** The same conflict under other rules. */
  Conflict under(Decider decider) {
    Decision other =
        new RuledViews(document::read, document.space(), document.name())
            .decide(decider, path.steps(), place.container(), place.key(), place.candidates());
    return new Conflict(document, place, path, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Conflict conflict
        && id.equals(conflict.id)
        && document.equals(conflict.document);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id);
  }
}
