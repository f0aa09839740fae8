package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Edits the annotations of one text inside a transaction: turns positions into anchors. */
final class AnnotationsEditor implements AnnotationsEdit {
  /** How far below the text the body of a reply lies. */
  private static final int DEEPEST = 5;

  private final Transaction transaction;
  private final ContainerId text;
  private final ContainerId id;
  private final AnnotationsReader view;

  AnnotationsEditor(Transaction transaction, ContainerId text) {
    this.transaction = transaction;
    this.text = text;
    this.id = new ContainerId.Beside(text, Kind.ANNOTATIONS);
    this.view = new AnnotationsReader(transaction.containers(), id);
  }

  @Override
  public int size() {
    return view().size();
  }

  @Override
  public List<AnnotationItem> items() {
    return view().items();
  }

  @Override
  public List<AnnotationItem> at(int position) {
    return view().at(position);
  }

  @Override
  public Optional<AnnotationItem> find(OpId annotation) {
    return view().find(annotation);
  }

  @Override
  public Optional<Suggestion> suggestion(OpId annotation) {
    return view().suggestion(annotation);
  }

  @Override
  public OpId add(int from, int to, String body) {
    return add(from, to, body, transaction.author(), transaction.timeMillis());
  }

  @Override
  public OpId add(int from, int to, String body, String author, long createdMillis) {
    transaction.requireEditing();
    checkComment(body);
    Refusal.checkText(author);
    OpId annotation = attach(null, from, to);
    MapEdit details = new MapEditor(transaction, holder(annotation));
    write(details, body, author, createdMillis);
    return annotation;
  }

  @Override
  public OpId reply(OpId annotation, String body) {
    return reply(annotation, body, transaction.author(), transaction.timeMillis());
  }

  @Override
  public OpId reply(OpId annotation, String body, String author, long createdMillis) {
    MapEdit details = details(annotation);
    checkComment(body);
    Refusal.checkText(author);
    ListEdit replies = details.list(AnnotationDetails.REPLIES);
    int index = replies.size();
    write(replies.insertMap(index), body, author, createdMillis);
    return replies.element(index);
  }

  private static void write(MapEdit details, String body, String author, long createdMillis) {
    details.text(AnnotationDetails.BODY).append(body);
    if (!author.isEmpty()) {
      details.put(AnnotationDetails.AUTHOR, author);
    }
    if (createdMillis != 0) {
      details.put(AnnotationDetails.CREATED, createdMillis);
    }
  }

  @Override
  public AnnotationsEdit resolve(OpId annotation) {
    return setStatus(annotation, AnnotationDetails.RESOLVED);
  }

  @Override
  public AnnotationsEdit reopen(OpId annotation) {
    return setStatus(annotation, AnnotationDetails.OPEN);
  }

  /** Writes the status, unless everybody who looks sees it already. */
  private AnnotationsEdit setStatus(OpId annotation, String status) {
    MapEdit details = details(annotation);
    List<Candidate> candidates = details.candidates(AnnotationDetails.STATUS);
    Value value = Value.of(status);
    boolean isOpen = candidates.isEmpty() && status.equals(AnnotationDetails.OPEN);
    boolean is = candidates.size() == 1 && candidates.get(0).value().equals(value);
    if (!isOpen && !is) {
      details.put(AnnotationDetails.STATUS, value);
    }
    return this;
  }

  @Override
  public AnnotationsEdit tag(OpId annotation, String tag) {
    MapEdit details = details(annotation);
    Refusal.checkKey(tag);
    SetEdit tags = details.set(AnnotationDetails.TAGS);
    if (!tags.contains(Value.of(tag))) {
      tags.add(Value.of(tag));
    }
    return this;
  }

  @Override
  public AnnotationsEdit untag(OpId annotation, String tag) {
    MapEdit details = details(annotation);
    Refusal.checkKey(tag);
    details.set(AnnotationDetails.TAGS).discard(Value.of(tag));
    return this;
  }

  @Override
  public AnnotationsEdit reanchor(OpId annotation, int from, int to) {
    transaction.requireEditing();
    if (view.get(annotation).state() == AnnotationState.LIVE) {
      throw new RefusedEditException(
          Reason.ANNOTATION_LIVE,
          "annotation " + annotation + " has the text it was made on and needs no other place");
    }
    attach(annotation, from, to);
    return this;
  }

  @Override
  public AnnotationsEdit acceptSuggestion(OpId annotation) {
    transaction.requireEditing();
    AnnotationItem item = view.get(annotation);
    Suggestion place =
        view.suggestion(annotation)
            .orElseThrow(
                () ->
                    new RefusedEditException(
                        Reason.NO_SUGGESTION, "no place is suggested: " + whyNone(item)));
    return reanchor(annotation, place.from(), place.to());
  }

  private String whyNone(AnnotationItem item) {
    if (item.state() != AnnotationState.ORPHANED) {
      return "annotation " + item.id() + " has text";
    }
    TextSequence sequence = sequence();
    String content = sequence == null ? "" : sequence.content();
    int count = new QuoteSearch(content, item.quote()).count();
    return count > 1
        ? "the text it quotes stands at " + count + " places; say from where to where"
        : "nothing in the text is like the text it quotes; say from where to where";
  }

  @Override
  public AnnotationsEdit remove(OpId annotation) {
    transaction.requireEditing();
    view.get(annotation);
    withdraw(annotation);
    return this;
  }

  @Override
  public AnnotationsEdit restore(OpId annotation) {
    transaction.requireEditing();
    AnnotationTable table = table();
    KeptAnnotation note = table == null ? null : table.note(annotation);
    if (table == null || note == null) {
      view.get(annotation); // says that there is none
      return this;
    }
    for (OpId withdrawal : List.copyOf(table.withdrawals().keySet())) {
      AnnotationTable.Withdrawal of = table.withdrawals().get(withdrawal);
      if (of != null && of.attachment().equals(annotation)) {
        revive(withdrawal);
      }
    }
    return this;
  }

  @Override
  public MapEdit details(OpId annotation) {
    transaction.requireEditing();
    view.get(annotation);
    return new MapEditor(transaction, holder(annotation));
  }

  /**
   * Takes an annotation, or a place of one, back, also if that was done: then it stays back when
   * somebody else revives the other withdrawal.
   */
  void withdraw(OpId attachment) {
    AnnotationTable table = table();
    if (table != null && table.isAttachment(attachment)) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Withdraw(id, attachment));
    }
  }

  /** Takes a withdrawal back; without effect where that was done. */
  void revive(OpId withdrawal) {
    AnnotationTable table = table();
    AnnotationTable.Withdrawal of = table == null ? null : table.withdrawals().get(withdrawal);
    if (of != null && !of.revived()) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Revive(id, withdrawal));
    }
  }

  /**
   * Takes a withdrawal back, or, if somebody did so already, those which the same replica made
   * after it: an undo of what took it back has put them in its place.
   */
  void reviveAll(OpId withdrawal) {
    AnnotationTable table = table();
    AnnotationTable.Withdrawal of = table == null ? null : table.withdrawals().get(withdrawal);
    if (table == null || of == null || !of.revived()) {
      revive(withdrawal);
      return;
    }
    for (OpId other : List.copyOf(table.withdrawals().tailMap(withdrawal).keySet())) {
      AnnotationTable.Withdrawal later = table.withdrawals().get(other);
      boolean own = other.replica().equals(withdrawal.replica());
      if (own && later != null && later.attachment().equals(of.attachment())) {
        revive(other);
      }
    }
  }

  private OpId attach(@Nullable OpId annotation, int from, int to) {
    TextSequence sequence = sequence();
    TextEditor.checkPosition(from, sequence);
    TextEditor.checkPosition(to, sequence);
    if (sequence == null || from >= to) {
      throw new RefusedEditException(
          Reason.POSITION_OUT_OF_RANGE,
          "an annotation covers at least one unit, so it cannot go from " + from + " to " + to);
    }
    if (text.depth() + DEEPEST >= Limits.MAX_NESTING) {
      throw new RefusedEditException(
          Reason.NESTING_TOO_DEEP,
          "an annotation of a text that lies " + text.depth() + " deep has no room for replies");
    }
    Quote quote = Quote.of(sequence, from, to);
    int bytes = Utf8.length(quote.exact());
    if (bytes > Limits.MAX_QUOTE_BYTES) {
      throw new RefusedEditException(
          Reason.VALUE_TOO_LARGE,
          "an annotation covers at most "
              + Limits.MAX_QUOTE_BYTES
              + " bytes of text in UTF-8, not "
              + bytes
              + "; annotate a part of it");
    }
    transaction.reserve(OpSizes.ofAnnotate(quote));
    Anchor start = sequence.anchor(from, Bias.AFTER);
    Anchor end = sequence.anchor(to, Bias.BEFORE);
    return transaction.perform(new Op.Annotate(id, annotation, start, end, quote));
  }

  private static void checkComment(String comment) {
    Refusal.checkText(comment);
    int bytes = Utf8.length(comment);
    if (bytes > Limits.MAX_COMMENT_BYTES) {
      throw new RefusedEditException(
          Reason.VALUE_TOO_LARGE,
          "a comment has at most "
              + Limits.MAX_COMMENT_BYTES
              + " bytes in UTF-8, not "
              + bytes
              + "; make it shorter, or write it into a document of its own");
    }
  }

  private ContainerId holder(OpId annotation) {
    return new ContainerId.Element(id, annotation, Kind.MAP);
  }

  private AnnotationsReader view() {
    transaction.requireEditing();
    return view;
  }

  private @Nullable TextSequence sequence() {
    return transaction.containers().text(text);
  }

  private @Nullable AnnotationTable table() {
    AnnotationsContainer annotations = transaction.containers().annotations(id);
    return annotations == null ? null : annotations.table();
  }
}
