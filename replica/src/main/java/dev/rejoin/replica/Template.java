package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import dev.rejoin.replica.trust.TemplateLine;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/*
 * Implementation notes. Content that two devices write apart is there twice, because its atoms have
 * other ids. So a template has a line of its own: key, replica id, times and bytes follow from the
 * space, the name of the document and the content alone. Devices that never met make the very same
 * signed change, and everybody else sees a duplicate. The bytes of a body do not name the line it is
 * on, so the id of the line can follow from them. What else may be on such a line: TemplateLine.
 */
/** The first content of a document, which is there once however many devices put it there. */
final class Template {
  private static final ReplicaId NOBODY = ReplicaId.of(new byte[ReplicaId.SIZE_BYTES]);

  private Template() {}

  /**
   * The change that holds a template.
   *
   * @throws IllegalArgumentException if the content is nothing, or differs when it is made again
   * @throws RejoinException with the code of what is refused, TRANSACTION_TOO_LARGE if it does not
   *     fit into one change
   */
  static SignedBatch batch(SpaceId space, String document, Consumer<DocumentEdit> content) {
    byte[] plain = plain(document, content);
    if (!Arrays.equals(plain, plain(document, content))) {
      throw new IllegalArgumentException(
          "a template must have the same content each time: no times, random numbers or names");
    }
    DeviceKey key = TemplateLine.key(space, plain);
    ReplicaId replica = TemplateLine.replica(key.id());
    byte[] change = TemplateLine.change(key.id(), plain);
    ChainHash hash = ChainHash.start(space, replica).next(change);
    long to = ChangeCodec.header(change).to();
    byte[] signature = key.sign(Signing.head(space, replica, to, hash));
    return new SignedBatch(replica, List.of(change), signature);
  }

  /** The change without its device; its body names its own line nowhere. */
  private static byte[] plain(String document, Consumer<DocumentEdit> content) {
    Change change = make(document, content);
    return ChangeCodec.encodePlain(change, ChangeCodec.Header.of(1, change.to()));
  }

  private static Change make(String document, Consumer<DocumentEdit> content) {
    Transaction tx = new DocumentState(document).begin(NOBODY, 1, false);
    try {
      content.accept(tx);
    } catch (RefusedEditException e) {
      throw EditErrors.translate(e);
    }
    if (tx.atoms() == 0) {
      throw new IllegalArgumentException("a template needs content");
    }
    if (!Parts.fitsOne(tx.ops())) {
      throw new RejoinException(
          ErrorCode.TRANSACTION_TOO_LARGE, "a template must fit into one change");
    }
    return new Change(
        NOBODY, 1, tx.atoms(), document, 0, Heads.none(), 1, 0, "", "", false, tx.ops());
  }

  /** Puts a template into a document that holds nothing else; whether it was not there before. */
  static boolean initialise(Document document, Consumer<DocumentEdit> content) {
    SignedBatch batch = batch(document.space().id(), document.name(), content);
    if (!document.version().entries().isEmpty()) {
      return false;
    }
    Taken taken = document.space().take(batch, false);
    if (taken.outcome() == Taken.Outcome.REFUSED) {
      ErrorCode code = taken.code() == null ? ErrorCode.UNKNOWN : taken.code();
      throw new RejoinException(code, taken.detail());
    }
    return taken.outcome() == Taken.Outcome.STORED;
  }
}
