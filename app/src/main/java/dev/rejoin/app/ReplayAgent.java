package dev.rejoin.app;

import dev.rejoin.crdt.TextEdit;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.util.List;

/**
 * One person of a trace at a replica of their own: types the steps, and takes in what it is told to
 * and nothing else. Not safe for several threads.
 *
 * <p>The replica has no links: what it takes comes through {@link Space#take}, with all the checks
 * that a link does.
 */
final class ReplayAgent implements AutoCloseable {
  private static final String SPACE = "replay";
  private static final String DOCUMENT = "trace";
  private static final String TEXT = "text";

  private final int number;
  private final Trace trace;
  private final Replica replica;
  private final Space space;
  private final Document document;
  private final ReplayLine line;
  private final TraceText positions = new TraceText();

  /** The last own number. */
  private long last;

  private long readN;
  private long takenBytes;

  private ReplayAgent(int number, Trace trace, Replica replica, Space space) {
    this.number = number;
    this.trace = trace;
    this.replica = replica;
    this.space = space;
    this.document = space.document(DOCUMENT);
    this.line = new ReplayLine(replica.id());
  }

  /** The agent that founds the space. */
  static ReplayAgent found(int number, Trace trace, Path directory) {
    Replica replica = Replica.open(directory, o -> o.author("agent " + number));
    return new ReplayAgent(number, trace, replica, replica.space(SPACE));
  }

  /** An agent that joins the space of another. */
  static ReplayAgent join(int number, Trace trace, Path directory, InviteLink invite) {
    Replica replica = Replica.open(directory, o -> o.author("agent " + number));
    return new ReplayAgent(number, trace, replica, replica.join(invite, SPACE));
  }

  Space space() {
    return space;
  }

  /** Own changes that were frozen, up to the last {@link #freeze}. */
  ReplayLine line() {
    return line;
  }

  InviteLink invite() {
    return space.invite(List.of());
  }

  /** Makes the edit of one step, as one transaction. */
  void edit(int index) {
    Trace.Step step = trace.steps().get(index);
    try {
      Receipt receipt = document.edit(tx -> patch(tx.text(TEXT), step));
      if (!receipt.isEmpty()) {
        last = receipt.to();
      }
    } catch (RejoinException e) {
      throw new RejoinException(
          ErrorCode.BAD_TRACE, trace.nameOf(index) + " cannot be made: " + e.getMessage(), e);
    }
  }

  private void patch(TextEdit text, Trace.Step step) {
    for (Trace.Patch patch : step.patches()) {
      int from = positions.utf16(patch.position());
      if (patch.deleted() > 0) {
        text.delete(from, positions.utf16(patch.position() + patch.deleted()));
      }
      if (!patch.inserted().isEmpty()) {
        text.insert(from, patch.inserted());
      }
      positions.edited(patch.position(), patch.deleted(), patch.inserted());
    }
  }

  /** Ends the open row, so that others can have what was typed up to here; returns its number. */
  long freeze() {
    space.freeze();
    for (Row row : space.journal().read(readN, space.journal().head(), Long.MAX_VALUE)) {
      readN = row.n();
      if (row.replica().equals(replica.id())) {
        line.add(row);
      }
    }
    return last;
  }

  /** Takes in the founding record of the space. */
  void takeFounding(Space from) {
    for (Row row : from.controlJournal().read(0, from.controlJournal().head(), Long.MAX_VALUE)) {
      take(new SignedBatch(row.replica(), List.of(row.change()), signature(row)), true);
    }
  }

  private static byte[] signature(Row row) {
    byte[] signature = row.signature();
    if (signature == null) {
      throw new IllegalStateException("the founding record is not signed");
    }
    return signature;
  }

  /**
   * Takes in what others typed, up to one number of each line exactly.
   *
   * <p>A change may wait for one of another line that comes later in the list; in the end nothing
   * does.
   */
  void take(List<ReplayLine.Prefix> prefixes) {
    for (ReplayLine.Prefix prefix : prefixes) {
      long held = held(prefix.line());
      if (held < prefix.upTo()) {
        prefix.line().batches(held, prefix.upTo()).forEach(batch -> take(batch, false));
      }
    }
    for (ReplayLine.Prefix prefix : prefixes) {
      if (held(prefix.line()) != prefix.upTo()) {
        throw new IllegalStateException(
            "agent " + number + " must hold " + prefix.upTo() + ", not " + held(prefix.line()));
      }
    }
    if (trace.astral()) {
      positions.reset(content());
    }
  }

  private long held(ReplayLine of) {
    Line held = space.journal().line(of.replica());
    return held == null ? 0 : held.to();
  }

  private void take(SignedBatch batch, boolean ofControl) {
    Taken taken = space.take(batch, ofControl);
    ErrorCode refused = taken.code();
    if (refused != null) {
      throw new RejoinException(refused, "agent " + number + ": " + taken.detail());
    }
    takenBytes += batch.bytes() + batch.signature().length;
  }

  String content() {
    return document.text(TEXT).content();
  }

  /** What there is to tell about this replica; {@code sent} and {@code received} as measured. */
  ReplayReport.Agent report(int edits, long sent, long received) {
    String digest = document.digest();
    var size = space.size(DOCUMENT);
    long atoms = space.journal().lines().stream().mapToLong(Line::to).sum();
    return new ReplayReport.Agent(
        "agent " + number,
        edits,
        size.changes(),
        atoms,
        size.bytes(),
        replica.status().storeBytes(),
        sent,
        received,
        content().length(),
        digest);
  }

  /** Bytes of the batches that were taken in. */
  long takenBytes() {
    return takenBytes;
  }

  @Override
  public void close() {
    replica.close();
  }
}
