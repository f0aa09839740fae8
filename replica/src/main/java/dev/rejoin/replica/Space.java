package dev.rejoin.replica;

import dev.rejoin.crdt.Imported;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.RuleFunctions;
import dev.rejoin.replica.schema.Schema;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.store.Target;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.InviteLink;
import dev.rejoin.replica.trust.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A set of documents shared by a set of devices: the unit of sync. Safe for any thread.
 *
 * <p>Its name is local to this replica; its id is the same everywhere.
 */
public final class Space {
  private final Replica replica;
  private final String name;
  private final SpaceJournal journal;
  private final ControlLog control;
  private final OwnLine line;
  private final Outbox outbox;
  private final AtomicBoolean freezeAsked = new AtomicBoolean();
  private final Presences presences;
  private final Map<String, Document> documents = new ConcurrentSkipListMap<>();

  Space(Replica replica, String name, SpaceJournal journal, SpaceJournal controlJournal) {
    this.replica = replica;
    this.name = name;
    this.journal = journal;
    this.control = new ControlLog(controlJournal, replica.store().audit());
    this.outbox = new Outbox(replica.store(), journal);
    this.presences = new Presences(this, replica.linkHost().presence(), replica.store().key());
    this.line = new OwnLine(replica.store(), journal, control::heads, new FrozenToDocuments());
  }

  /** The name of the space on this replica. */
  public String name() {
    return name;
  }

  public SpaceId id() {
    return journal.id();
  }

  /** The device that founded the space, or null while a joined space has not been received. */
  public @Nullable DeviceId founder() {
    var genesis = control.genesis();
    return genesis == null ? null : genesis.creator();
  }

  /** Whether the founding record is here, so that the space can be edited. */
  public boolean confirmed() {
    return control.genesis() != null;
  }

  void requireConfirmed() {
    if (!confirmed()) {
      throw new RejoinException(
          ErrorCode.UNKNOWN_SPACE,
          "space '" + name + "' was joined but nothing of it has arrived yet",
          "connect once to a relay or device that has it; then it can be edited offline",
          null);
    }
  }

  /** What another device needs to join; {@code addresses} tell where the space can be found. */
  public InviteLink invite(List<String> addresses) {
    return new InviteLink(id(), addresses);
  }

  /**
   * A document of this space; the same name means the same document on every replica.
   *
   * @throws RejoinException KEY_INVALID if the name is empty or too long
   */
  public Document document(String documentName) {
    try {
      return documents.computeIfAbsent(
          documentName, n -> new Document(this, n, replica.newSerialExecutor()));
    } catch (RefusedEditException e) {
      throw EditErrors.translate(e);
    }
  }

  /**
   * A document with a schema, which judges edits made here from now on.
   *
   * @throws RejoinException BAD_SCHEMA if the document is open with another schema object
   */
  public Document document(String documentName, Schema schema) {
    Document document = document(documentName);
    document.schema().open(schema);
    return document;
  }

  /** The names of the documents that hold anything, sorted. */
  public List<String> documents() {
    line.freeze();
    return journal.documents().names();
  }

  /** How many changes and bytes a document has. */
  public dev.rejoin.replica.store.DocumentRow size(String documentName) {
    return journal.documents().row(journal.documents().number(documentName));
  }

  /** Ends the open row, so that what was typed so far can be sent. */
  public void freeze() {
    line.freeze();
  }

  /** What this replica holds of the space, in arrival order: for tools that check or carry it. */
  public SpaceJournal journal() {
    return journal;
  }

  /** The same of the companion that says who founded the space. */
  public SpaceJournal controlJournal() {
    return control.journal();
  }

  /**
   * Takes changes that came another way than over a link, with the same checks.
   *
   * @param batch changes of this space, or of its control space where {@code ofControl}
   * @return what became of them; a refusal has a code
   */
  public Taken take(SignedBatch batch, boolean ofControl) {
    return replica.take(this, ofControl ? control.journal() : journal, batch);
  }

  /** The rules that pick the value shown where several were written apart. */
  public SpaceRules rules() {
    return new SpaceRules(this);
  }

  /**
   * What was written apart in any document, the newest first. O(documents + conflicts), and opens
   * every document.
   */
  public List<Conflict> conflicts() {
    return Conflicts.of(this);
  }

  /** What people call this device. */
  String deviceName() {
    return replica.name();
  }

  RuleFunctions ruleFunctions() {
    return replica.ruleFunctions();
  }

  Store store() {
    return replica.store();
  }

  ControlLog control() {
    return control;
  }

  /** What is shown for the moment in its documents. */
  Presences presences() {
    return presences;
  }

  OwnLine line() {
    return line;
  }

  Outbox outbox() {
    return outbox;
  }

  DeviceId device() {
    return replica.device();
  }

  ReplicaId replicaId() {
    return replica.store().replica();
  }

  String author() {
    return replica.author();
  }

  /** Tells documents the hashes of their own changes. */
  private final class FrozenToDocuments implements OwnLine.FrozenListener {
    @Override
    public void frozen(Received own, long n) {
      outbox.frozen(own.change().from(), own.change().to(), n);
      replica.statusChanged();
      Document document = documents.get(own.change().document());
      if (document != null) {
        document.frozen(own);
      }
    }

    @Override
    public void merged(Received own, long n) {
      outbox.frozen(own.change().from(), own.change().to(), n);
    }
  }

  Receipt receipt(OwnLine.Committed committed) {
    return new Receipt(this, committed.from(), committed.to(), committed.write());
  }

  /** Runs what may call the application; at once if the replica is closing. */
  void call(Runnable task) {
    try {
      replica.callbacks().execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  Executor newSerialExecutor() {
    return replica.newSerialExecutor();
  }

  /** Ends the subscriptions to its documents. */
  void closeEvents() {
    presences.close();
    documents.values().forEach(document -> document.events().close());
  }

  void track(Receipt receipt) {
    outbox.track(receipt);
  }

  /** An edit was made: see that it is frozen in time. */
  void edited(boolean extended) {
    replica.freezeSoon(this, extended);
  }

  /** Whether nobody has asked for a freeze that has not begun yet; the caller then asks for it. */
  boolean askFreeze() {
    return freezeAsked.compareAndSet(false, true);
  }

  void freezeNow() {
    freezeAsked.set(false); // before looking: what is typed from here on asks anew
    line.freeze();
  }

  /** Changes have come in: open documents follow. */
  void tookChanges() {
    documents.values().forEach(Document::catchUpSoon);
  }

  void saveSnapshots(long everyN) {
    documents.values().forEach(document -> document.saveSnapshotIfDue(everyN));
  }

  void reportInvalid(String document, Imported.Invalid invalid) {
    replica
        .store()
        .audit()
        .record(
            ErrorCode.BAD_REF.name(),
            "change "
                + invalid.change().first()
                + " of document '"
                + document
                + "' has no effect: "
                + invalid.reason());
  }

  void reportDamage(String document, RejoinException e) {
    replica
        .store()
        .audit()
        .record(e.code().name(), "document '" + document + "': " + e.getMessage());
  }

  HistoryEntry historyEntry(Row row) {
    Line of = journal.line(row.replica());
    DeviceId device = of == null ? replica.device() : of.device();
    boolean own = device.equals(replica.device());
    return new HistoryEntry(
        row.mark().toString().substring(0, HistoryEntry.ID_DIGITS),
        ChangeCodec.decode(row.replica(), row.change()),
        device,
        Instant.ofEpochMilli(journal.arrivedMillis(row.n())),
        own,
        own ? outbox.tier(row.n()) : Tier.SAVED);
  }

  /** Where things stand with this space. */
  public SpaceStatus status() {
    int open = line.hasOpenRow() ? 1 : 0;
    List<SpaceStatus.TargetStatus> targets = new ArrayList<>();
    Map<DeviceId, Target> known = new TreeMap<>(journal.targets().all());
    known.forEach(
        (device, target) ->
            targets.add(
                new SpaceStatus.TargetStatus(
                    device,
                    target.relay(),
                    replica.isOnline(device),
                    outbox.pending(target.acked()) + open,
                    Instant.ofEpochMilli(target.seenMillis()))));
    return new SpaceStatus(
        name,
        id(),
        confirmed(),
        journal.documents().names().size(),
        journal.head(),
        journal.durable(),
        open,
        outbox.pendingEverywhere() + open,
        outbox.pendingOnRelays() + open,
        outbox.sent(),
        outbox.oldestPending(),
        journal.waiting().size(),
        targets,
        replica.problems(id()));
  }
}
