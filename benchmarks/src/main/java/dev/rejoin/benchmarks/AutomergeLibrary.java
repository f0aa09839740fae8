package dev.rejoin.benchmarks;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.automerge.ChangeHash;
import org.automerge.Cursor;
import org.automerge.Document;
import org.automerge.NewValue;
import org.automerge.ObjectId;
import org.automerge.ObjectType;
import org.automerge.Transaction;
import org.jspecify.annotations.Nullable;

/** Automerge for Java: JNI over its core in Rust. All replicas fork one document. */
final class AutomergeLibrary implements PeerLibrary {
  private final byte[] base;
  private final ObjectId text;
  private final ObjectId map;
  private final ObjectId list;

  AutomergeLibrary() {
    this(new Document(new byte[] {(byte) 0xff}));
  }

  private AutomergeLibrary(Document document) {
    try (Transaction transaction = document.startTransaction()) {
      text = transaction.set(ObjectId.ROOT, "text", ObjectType.TEXT);
      map = transaction.set(ObjectId.ROOT, "map", ObjectType.MAP);
      list = transaction.set(ObjectId.ROOT, "list", ObjectType.LIST);
      transaction.set(ObjectId.ROOT, "counter", NewValue.counter(0));
      transaction.commit();
    }
    base = document.save();
    document.free();
  }

  @Override
  public String name() {
    return "automerge-java";
  }

  @Override
  public String version() {
    return "0.0.7";
  }

  @Override
  public PeerDocument open(int replica) {
    Document loaded = Document.load(base);
    byte[] actor = {1, (byte) (replica >> 16), (byte) (replica >> 8), (byte) replica};
    Document forked = loaded.fork(actor);
    loaded.free();
    return new Opened(forked);
  }

  @Override
  public Form saved() {
    return Form.HISTORY;
  }

  @Override
  public PeerDocument load(byte[] bytes) {
    return new Opened(Document.load(bytes));
  }

  @Override
  public String what(Form form) {
    return form == Form.HISTORY ? "save(): whole history, columns deflated by the library" : "";
  }

  @Override
  public boolean isNative() {
    return true;
  }

  private final class Opened implements PeerDocument {
    private final Document document;
    private @Nullable List<Made> sink;

    Opened(Document document) {
      this.document = document;
    }

    private void change(Consumer<Transaction> edits) {
      ChangeHash[] before = sink == null ? null : document.getHeads();
      try (Transaction transaction = document.startTransaction()) {
        edits.accept(transaction);
        transaction.commit();
      }
      if (sink != null && before != null) {
        sink.add(new Made(0, document.encodeChangesSince(before)));
      }
    }

    @Override
    public void edit(int position, int deleted, String inserted) {
      change(transaction -> transaction.spliceText(text, position, deleted, inserted));
    }

    @Override
    public void editAll(List<Patch> patches) {
      change(
          transaction ->
              patches.forEach(
                  p -> transaction.spliceText(text, p.position(), p.deleted(), p.inserted())));
    }

    @Override
    public String text() {
      return document.text(text).orElseThrow();
    }

    @Override
    public void record(@Nullable List<Made> sink) {
      this.sink = sink;
    }

    @Override
    public void apply(Made change) {
      document.applyEncodedChanges(change.bytes());
    }

    /** Encoded changes one after the other are encoded changes. */
    @Override
    public void applyAll(List<Made> changes) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      changes.forEach(change -> all.writeBytes(change.bytes()));
      document.applyEncodedChanges(all.toByteArray());
    }

    @Override
    public Object mark() {
      return document.getHeads();
    }

    @Override
    public byte[] since(@Nullable Object mark) {
      return document.encodeChangesSince(mark == null ? new ChangeHash[0] : (ChangeHash[]) mark);
    }

    @Override
    public void applySince(byte[] bytes) {
      document.applyEncodedChanges(bytes);
    }

    @Override
    public byte[] save(Form form) {
      if (form != Form.HISTORY) {
        throw new NoSuchThing("no such form");
      }
      return document.save();
    }

    @Override
    public Object anchor(int position) {
      return document.makeCursor(text, position);
    }

    @Override
    public int position(Object anchor) {
      return (int) document.lookupCursorIndex(text, (Cursor) anchor);
    }

    @Override
    public void put(String key, int value) {
      change(transaction -> transaction.set(map, key, NewValue.integer(value)));
    }

    @Override
    public int mapSize() {
      return (int) document.length(map);
    }

    @Override
    public void increment(int by) {
      change(transaction -> transaction.increment(ObjectId.ROOT, "counter", by));
    }

    @Override
    public long total() {
      return ((org.automerge.AmValue.Counter) document.get(ObjectId.ROOT, "counter").orElseThrow())
          .getValue();
    }

    @Override
    public void add(String element) {
      change(transaction -> transaction.set(map, element, true));
    }

    @Override
    public void discard(String element) {
      change(transaction -> transaction.delete(map, element));
    }

    @Override
    public int setSize() {
      return mapSize();
    }

    private AutomergeParts parts() {
      return new AutomergeParts(document, this::change);
    }

    @Override
    public PeerParts.Numbers numbers() {
      return parts().numbers(list);
    }

    @Override
    public PeerParts.Bold bold() {
      return parts().bold(text);
    }

    @Override
    public PeerParts.Notes notes() {
      return parts().notes(text, map);
    }

    @Override
    public void free() {
      document.free();
    }
  }
}
