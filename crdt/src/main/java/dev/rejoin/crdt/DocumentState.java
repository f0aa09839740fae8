package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A document in memory: its containers, and which changes they are made of.
 *
 * <p>The state is a pure function of the set of changes applied, in whatever causal order they came
 * (and of the own transactions not frozen yet). Single-threaded: callers take turns. Only one
 * transaction is open at a time, and nothing is applied meanwhile.
 */
public final class DocumentState {
  private final String name;
  private final Containers containers = new Containers();
  private final ChangeLog log = new ChangeLog();
  private final OpValidator validator = new OpValidator(containers);
  private final Beyond beyond = new Beyond();
  private final Importer importer = new Importer(containers, log, validator, beyond);

  /** Own frozen parts of a large transaction whose last part is still to come. */
  private final List<Change> frozenParts = new ArrayList<>();

  private final UndoLog undo = new UndoLog();

  private @Nullable Transaction open;

  /**
   * An empty document.
   *
   * @throws RefusedEditException if the name is empty, too long or not valid text
   */
  public DocumentState(String name) {
    int bytes = Utf8.length(name);
    if (bytes < 1 || bytes > Limits.MAX_DOCUMENT_NAME_BYTES || Utf8.loneSurrogate(name) >= 0) {
      throw new RefusedEditException(
          RefusedEditException.Reason.KEY_INVALID,
          "a document name has 1.."
              + Limits.MAX_DOCUMENT_NAME_BYTES
              + " bytes of valid UTF-8, not "
              + bytes
              + ": '"
              + name
              + "'");
    }
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** What it was in versions that it has grown beyond, and how it became what it is. */
  public Past past(ChangeIndex index) {
    return new Past(this, index);
  }

  /** What is included and how it can be named. */
  public Versions versions() {
    return new Versions(log);
  }

  /** For each replica the highest atom applied, own ones that are not frozen yet included. */
  public Version version() {
    return log.version();
  }

  /** The maximal frozen changes. */
  public Heads heads() {
    return log.heads();
  }

  /** The maximal frozen changes of all other replicas: what a change of this one names. */
  public Heads headsWithout(ReplicaId replica) {
    return log.headsWithout(replica);
  }

  /** The highest atom of a replica applied here, 0 if there is none; see {@link #version}. */
  public long end(ReplicaId replica) {
    return log.end(replica);
  }

  /** The highest Lamport time of any atom here, 0 if there is none. */
  public long lamport() {
    return log.lamport();
  }

  /** A live view of a root container; reads as empty where nothing is there. */
  public TextView text(String container) {
    return Views.text(containers, containers.root(container, Kind.TEXT));
  }

  public MapView map(String container) {
    return Views.map(containers, new ContainerId.Root(container, Kind.MAP));
  }

  public SetView set(String container) {
    return Views.set(containers, new ContainerId.Root(container, Kind.SET));
  }

  public CounterView counter(String container) {
    return Views.counter(containers, new ContainerId.Root(container, Kind.COUNTER));
  }

  public TreeView tree(String container) {
    return Views.tree(containers, new ContainerId.Root(container, Kind.TREE));
  }

  public RegisterView register(String container) {
    return Views.register(containers, new ContainerId.Root(container, Kind.REGISTER));
  }

  public ListView list(String container) {
    return Views.list(containers, new ContainerId.Root(container, Kind.LIST));
  }

  /** The annotations of a text, wherever that is. */
  public AnnotationsView annotations(ContainerId text) {
    return new AnnotationsReader(containers, new ContainerId.Beside(text, Kind.ANNOTATIONS));
  }

  /** The root containers that show something, sorted. */
  public List<ContainerId.Root> roots() {
    return containers.roots();
  }

  /** What the frozen changes say about their schema together: the highest of each number. */
  public SchemaNumbers schema() {
    return beyond.schema();
  }

  /**
   * How many rows a newer version made, by their kind: they are kept in the changes and have no
   * effect here. A snapshot knows nothing of them, so a document that has any is better read from
   * its changes, where an update of this software finds them.
   */
  public SortedMap<Integer, Integer> unknownRows() {
    return beyond.unknown();
  }

  /** All candidates of a map entry, or of a register where the key is empty; shown one first. */
  public List<Candidate> candidates(ContainerId container, String key) {
    return containers.entry(container, key).candidates();
  }

  /** Views of a container by its id; null reads as empty. */
  public ContainerViews at(@Nullable ContainerId container) {
    return new ContainerViews(containers, container);
  }

  /** Where readers see more than one candidate, in the order of ids. O(containers + conflicts). */
  public List<Contested> contested() {
    return containers.contested();
  }

  /** What is at a place that may have had more than one candidate; see {@link Contested}. */
  public Contested contested(ContainerId container, String key, @Nullable OpId element) {
    return Contested.of(container, key, element, containers.entry(container, key, element));
  }

  /**
   * The Lamport time of a change that names only these heads besides the replica's own previous
   * change; a transaction, which sees everything, has one above {@link #lamport}.
   *
   * @throws IllegalArgumentException if a head is not included here
   */
  public long lamportAfter(ReplicaId replica, long previous, Heads deps) {
    List<Head> list = deps.list();
    for (int i = 0; i < list.size(); i++) {
      if (!log.includesEnd(list.get(i).id())) {
        throw new IllegalArgumentException("the cause " + list.get(i) + " is not included");
      }
    }
    return log.nextLamport(log.lamportOf(replica, previous), deps);
  }

  /**
   * Opens a transaction.
   *
   * @param from the number of its first atom, as far as is known now
   * @param observed whether anybody wants the event
   * @throws IllegalStateException while another transaction is open
   */
  public Transaction begin(ReplicaId replica, long from, boolean observed) {
    requireNoTransaction();
    containers.observe(observed);
    open = new Transaction(this, replica, from, observed);
    return open;
  }

  /**
   * Notes that own transactions, which are applied here already, were frozen into a change: heads
   * follow, and others may name it as their cause.
   *
   * @throws IllegalArgumentException if the change is not what was applied here
   */
  public void freeze(Received own) {
    Change change = own.change();
    requireMine(change);
    requireFreezable(change);
    log.include(own, change.lastLamport());
    beyond.note(change);
    importer.frozen(change);
    if (change.continues()) {
      frozenParts.add(change);
      return;
    }
    if (!frozenParts.isEmpty()) {
      frozenParts.forEach(log::advanceHeads);
      frozenParts.clear();
    }
    log.advanceHeads(change);
  }

  private void requireFreezable(Change change) {
    long frozenEnd = log.frozenEnd(change.replica());
    if (change.previous() != frozenEnd || change.to() > log.end(change.replica())) {
      throw new IllegalArgumentException(
          "cannot freeze "
              + change.first()
              + ".."
              + change.to()
              + " after "
              + change.previous()
              + ": the line is frozen up to "
              + frozenEnd
              + " and applied up to "
              + log.end(change.replica()));
    }
    List<Head> deps = change.deps().list();
    for (int i = 0; i < deps.size(); i++) {
      if (!log.includes(deps.get(i))) {
        throw new IllegalArgumentException(
            "cannot freeze: the cause " + deps.get(i) + " is not included");
      }
    }
    long lamport = log.nextLamport(log.lamportOf(change.replica(), frozenEnd), change.deps());
    if (change.lamport() != lamport) {
      throw new IllegalArgumentException(
          "cannot freeze with Lamport time "
              + change.lamport()
              + " where the causes ask for "
              + lamport
              + "; freeze before importing what others did");
    }
  }

  /**
   * Applies changes whose causes are here, holds the others, ignores those that are here already.
   * Never fails because of what a change contains.
   *
   * @throws IllegalArgumentException if a change belongs to another document; then none is applied
   * @throws IllegalStateException while a transaction is open
   */
  public Imported apply(List<Received> changes, boolean observed) {
    requireNoTransaction();
    for (int i = 0; i < changes.size(); i++) {
      requireMine(changes.get(i).change());
    }
    Version before = observed ? log.version() : null;
    containers.observe(observed);
    importer.run(changes);
    DocumentEvent event = before == null ? null : event(before, importer.sources());
    containers.settle();
    return new Imported(importer.applied(), importer.invalid(), event);
  }

  /** How many changes wait for a cause or for the rest of a large transaction. */
  public int held() {
    return importer.held();
  }

  /**
   * A snapshot: the same bytes wherever the same changes are applied. Held changes are not in it.
   *
   * @throws IllegalStateException while a transaction is open, or between own frozen parts of a
   *     large one
   */
  public byte[] save() {
    requireSettled();
    return Snapshot.write(this);
  }

  /** The same as {@link #save}, with the deleted text apart. */
  public SavedDocument saveParts() {
    requireSettled();
    return Snapshot.writeParts(this);
  }

  /**
   * Reads what {@link #saveParts} wrote.
   *
   * @throws IllegalArgumentException with what is wrong if the bytes are damaged, or the parts are
   *     not of one snapshot
   */
  public static DocumentState load(SavedDocument parts) {
    return Snapshot.read(parts);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IllegalArgumentException with what is wrong if the bytes are damaged
   */
  public static DocumentState load(byte[] snapshot) {
    return Snapshot.read(snapshot);
  }

  Containers containers() {
    return containers;
  }

  Beyond beyond() {
    return beyond;
  }

  ChangeLog log() {
    return log;
  }

  /** The inverse steps of the open transaction. */
  UndoLog undo() {
    return undo;
  }

  OpValidator validator() {
    return validator;
  }

  /** The event of the transaction or import that ends now, or null if nothing shown changed. */
  @Nullable DocumentEvent event(Version before, List<EventSource> sources) {
    List<ContainerEvent> events = containers.events();
    boolean local = !sources.isEmpty() && sources.get(0).local();
    return events.isEmpty()
        ? null
        : new DocumentEvent(name, local, before, log.version(), events, sources);
  }

  /** Ends the open transaction. */
  void close(Transaction transaction) {
    if (open == transaction) {
      open = null;
    }
    containers.settle();
  }

  private void requireSettled() {
    requireNoTransaction();
    if (!frozenParts.isEmpty()) {
      throw new IllegalStateException("freeze the rest of the large transaction before saving");
    }
  }

  private void requireNoTransaction() {
    if (open != null) {
      throw new IllegalStateException(
          "a transaction on '" + name + "' is open; commit or roll it back first");
    }
  }

  private void requireMine(Change change) {
    if (!change.document().equals(name)) {
      throw new IllegalArgumentException(
          "a change of document '" + change.document() + "' cannot go into '" + name + "'");
    }
  }
}
