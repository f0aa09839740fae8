package dev.rejoin.crdt;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The annotations beside one text by id, their places, and the withdrawals of these.
 *
 * <p>Nothing is ever dropped: a withdrawal counts until it is revived, and the order in which ops
 * come does not matter. Each step is O(log annotations), and has its inverse.
 */
final class AnnotationTable {
  /** A withdrawal: of which attachment, and whether it was taken back. */
  record Withdrawal(OpId attachment, boolean revived) {}

  private final TreeMap<OpId, KeptAnnotation> notes = new TreeMap<>();
  private final TreeMap<OpId, Attachment> attachments = new TreeMap<>();
  private final TreeMap<OpId, Withdrawal> withdrawals = new TreeMap<>();

  /** How many annotations are not removed. */
  private int size;

  int size() {
    return size;
  }

  boolean isBlank() {
    return attachments.isEmpty();
  }

  /** All annotations by id, removed ones too. */
  Collection<KeptAnnotation> notes() {
    return notes.values();
  }

  /** All places by id, withdrawn ones too. */
  Collection<Attachment> attachments() {
    return attachments.values();
  }

  TreeMap<OpId, Withdrawal> withdrawals() {
    return withdrawals;
  }

  /** The annotation with this id, removed or not; null if there is none. */
  @Nullable KeptAnnotation note(OpId id) {
    return notes.get(id);
  }

  boolean isAttachment(OpId id) {
    return attachments.containsKey(id);
  }

  boolean knowsWithdrawal(OpId id) {
    return withdrawals.containsKey(id);
  }

  /** Adds an annotation, or a place of one that is here. */
  void attach(Attachment attachment) {
    OpId of = attachment.op.annotation();
    if (of == null) {
      notes.put(attachment.id, new KeptAnnotation(attachment));
      size++;
    } else {
      get(of).places.add(attachment);
    }
    attachments.put(attachment.id, attachment);
  }

  /** Takes back the attachment that was added last. */
  void undoAttach(OpId id) {
    Attachment attachment = attachments.remove(id);
    if (attachment == null) {
      throw new IllegalStateException("no attachment " + id + " to take back");
    }
    OpId of = attachment.op.annotation();
    if (of == null) {
      notes.remove(id);
      size--;
    } else {
      get(of).places.remove(attachment);
    }
  }

  /** Withdraws an attachment that is here. */
  void withdraw(OpId withdrawal, OpId attachment) {
    withdrawals.put(withdrawal, new Withdrawal(attachment, false));
    count(attachment, 1);
  }

  /** Takes back a withdrawal that came last. */
  void undoWithdraw(OpId withdrawal, OpId attachment) {
    withdrawals.remove(withdrawal);
    count(attachment, -1);
  }

  /** Takes a withdrawal back that is here; false if that was done before. */
  boolean revive(OpId withdrawal) {
    Withdrawal of = withdrawals.get(withdrawal);
    if (of == null || of.revived) {
      return false;
    }
    withdrawals.put(withdrawal, new Withdrawal(of.attachment, true));
    count(of.attachment, -1);
    return true;
  }

  /** Takes back a revive that returned true. */
  void undoRevive(OpId withdrawal) {
    Withdrawal of = withdrawals.get(withdrawal);
    if (of != null) {
      withdrawals.put(withdrawal, new Withdrawal(of.attachment, false));
      count(of.attachment, 1);
    }
  }

  /** An annotation that is known to be here. */
  private KeptAnnotation get(OpId id) {
    KeptAnnotation note = notes.get(id);
    if (note == null) {
      throw new IllegalStateException("no annotation " + id);
    }
    return note;
  }

  private void count(OpId id, int more) {
    Attachment attachment = attachments.get(id);
    if (attachment == null) {
      throw new IllegalStateException("no attachment " + id);
    }
    boolean before = attachment.isWithdrawn();
    attachment.withdrawals += more;
    if (attachment.op.annotation() == null && before != attachment.isWithdrawn()) {
      size += before ? 1 : -1;
    }
  }
}
