package dev.rejoin.replica.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The column families of a store. All exist from the first version on, so that a later one need not
 * migrate; the last three are not written yet.
 */
enum Family {
  /** Single facts: format, epoch, identity, local numbers. */
  META,
  /** space, from: transactions that are not frozen yet. */
  OPEN,
  /** space, replica, from: frozen changes, exact bytes. */
  JOURNAL,
  /** space, n: which change arrived as number n. */
  ARRIVAL,
  /** space, document, n: which changes a document must apply. */
  BY_DOCUMENT,
  /** space, replica: how far each line goes, its chain hash and its device. */
  VERSION,
  /** space, document: how much a document has taken in. */
  DOCUMENTS,
  /** space, document, part: snapshot of a document. */
  STATE,
  /** space, replica, from: batches that lack a cause. */
  WAITING,
  /** space, device: what a peer has acknowledged, and how far we have read its order. */
  TARGETS,
  /** time, number: refusals, damage and repairs. */
  AUDIT,
  /** Reserved for what is refused for good and must not be lost. */
  QUARANTINE,
  /** Reserved for managed jobs. */
  JOBS,
  /** Reserved for large assets. */
  BLOBS;

  byte[] familyName() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
