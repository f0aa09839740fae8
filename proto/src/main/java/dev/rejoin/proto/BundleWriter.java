package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import java.util.List;
import java.util.zip.Deflater;

/** Collects changes into the columns of a bundle and writes them as sections. */
final class BundleWriter {
  private final boolean compressed;
  private final BundleColumns changes = new BundleColumns();
  private final BodyWriter body = new BodyWriter();
  private final WriteDictionary dictionary = new WriteDictionary(body);
  private final OpWriter rows = new OpWriter(dictionary, body, true);
  private final BundleLines lines = new BundleLines();
  private final Indexes<String> names = new Indexes<>();
  private final ByteColumn nameBytes = new ByteColumn();
  private final NameWriter document =
      new NameWriter("the name of a document", 1, dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES);
  private final NameWriter author = new NameWriter("an author", 0, Limits.MAX_AUTHOR_BYTES);
  private final NameWriter message = new NameWriter("a message", 0, Limits.MAX_MESSAGE_BYTES);
  private final ByteColumn out = new ByteColumn();
  private int lastReplica;
  private long lastTime;
  private String lastAuthor = "";
  private String lastMessage = "";

  BundleWriter(boolean compressed) {
    this.compressed = compressed;
    dictionary.start();
    rows.start();
  }

  byte[] write(List<Change> all) {
    String name = all.get(0).document();
    body.document = document.bytes(name);
    for (Change change : all) {
      if (!change.document().equals(name)) {
        throw new IllegalArgumentException(
            "a bundle has changes of one document, not of '"
                + name
                + "' and '"
                + change.document()
                + "'");
      }
      add(change);
    }
    rows.finish();
    changes.trim();
    checkSize();
    writeSections();
    return out.toArray();
  }

  private void add(Change change) {
    int replica = dictionary.index(change.replica());
    long end = lines.end(replica);
    if (change.from() <= end) {
      throw new IllegalArgumentException(
          "the change from "
              + change.first()
              + " comes after number "
              + end
              + " of its line; sort the changes");
    }
    changes.replica.add(replica == lastReplica ? 0 : replica + 1);
    lastReplica = replica;
    changes.skipped.add(change.from() - end - 1);
    changes.previous.add(Fields.zigZag(change.previous() - end));
    changes.lamport.add(Fields.zigZag(change.lamport() - expectedLamport(change, replica) - 1));
    changes.time.add(Fields.zigZag(change.timeMillis() - lastTime));
    lastTime = change.timeMillis();
    changes.flags.add(change.continues() ? Bodies.CONTINUES : 0);
    changes.addSchema(change.schema());
    addNames(change);
    addDeps(change);
    int before = body.columns.kind.size();
    rows.write(change.replica(), change.from(), change.ops());
    changes.rows.add(body.columns.kind.size() - before - 1);
    lines.advance(replica, change);
  }

  /** The highest Lamport time among the causes, as far as the bundle tells. */
  private long expectedLamport(Change change, int replica) {
    long highest = lines.lamport(replica, lines.end(replica));
    for (Head head : change.deps().list()) {
      int index = dictionary.index(head.id().replica());
      highest = Math.max(highest, lines.lamport(index, head.id().seq()));
    }
    return highest;
  }

  private void addNames(Change change) {
    boolean sameAuthor = change.author().equals(lastAuthor);
    changes.author.add(sameAuthor ? 0 : name(change.author(), author.bytes(change.author())) + 1);
    lastAuthor = change.author();
    boolean same = change.message().equals(lastMessage);
    changes.message.add(same ? 0 : name(change.message(), message.bytes(change.message())) + 1);
    lastMessage = change.message();
  }

  private int name(String name, byte[] bytes) {
    int known = names.find(name);
    if (known >= 0) {
      return known;
    }
    nameBytes.addVarint(bytes.length);
    nameBytes.add(bytes);
    return names.add(name);
  }

  private void addDeps(Change change) {
    changes.deps.add(change.deps().size());
    for (Head head : change.deps().list()) {
      int index = dictionary.index(head.id().replica());
      body.columns.depReplica.add(index);
      body.columns.depSeq.add(Fields.zigZag(lines.end(index) - head.id().seq()));
      body.depMarks.addLong(head.mark().high());
      body.depMarks.addLong(head.mark().low());
    }
  }

  private void checkSize() {
    long bytes = body.size();
    int rowCount = body.columns.kind.size();
    int references = body.columns.refSeq.size();
    // Every entry of a column of changes may take ten bytes.
    long most = bytes + nameBytes.size() + 130L * changes.rows.size();
    long numbers = Math.max(references, body.columns.number.size());
    if (most > Limits.MAX_BUNDLE_BYTES
        || nameBytes.size() > Limits.MAX_BUNDLE_NAME_BYTES
        || body.containers.size() > Limits.MAX_BUNDLE_NAME_BYTES
        || rowCount > Limits.MAX_BUNDLE_ROWS
        || numbers > Limits.MAX_BUNDLE_REFERENCES
        || rows.values() > Limits.MAX_BUNDLE_VALUES
        || body.columns.depSeq.size() > Limits.MAX_BUNDLE_REFERENCES) {
      throw new RejoinException(
          ErrorCode.CHANGE_TOO_LARGE,
          "these changes are too many for one bundle: up to "
              + most
              + " bytes, "
              + rowCount
              + " rows, "
              + rows.values()
              + " values in lists, "
              + references
              + " ids and "
              + (nameBytes.size() + body.containers.size())
              + " bytes of names; make several bundles");
    }
  }

  /** In the order that docs/bundle.md gives. */
  private void writeSections() {
    boolean schema = changes.schema.size() > 0;
    out.addVarint(schema ? BundleCodec.VERSION_WITH_SCHEMA : BundleCodec.VERSION);
    section(body.document, body.document.length, Deflater.DEFAULT_STRATEGY);
    section(nameBytes);
    section(body.replicas);
    section(body.containers);
    section(changes.replica);
    section(changes.rows);
    section(changes.skipped);
    section(changes.previous);
    section(changes.lamport);
    section(changes.time);
    section(changes.author);
    section(changes.message);
    section(changes.flags);
    section(changes.deps);
    BodyColumns columns = body.columns;
    section(columns.depReplica);
    section(columns.depSeq);
    section(body.depMarks);
    section(columns.kind);
    section(columns.atoms);
    section(columns.container);
    section(columns.refReplica);
    section(columns.refSeq);
    section(columns.detail);
    section(columns.payloadLength);
    section(columns.number);
    section(body.payload);
    section(body.text);
    if (schema) {
      section(changes.schema);
      section(changes.minReader);
      section(changes.minWriter);
    }
  }

  private void section(Column column) {
    ByteColumn bytes = new ByteColumn();
    for (int i = 0; i < column.size(); i++) {
      bytes.addVarint(column.get(i));
    }
    section(bytes.array(), bytes.size(), Deflater.FILTERED);
  }

  private void section(ByteColumn bytes) {
    section(bytes.array(), bytes.size(), Deflater.DEFAULT_STRATEGY);
  }

  private void section(byte[] bytes, int size, int strategy) {
    out.addVarint(size);
    if (size == 0) {
      return;
    }
    byte[] deflated = compressed ? Compression.deflate(bytes, size, strategy) : Fields.NO_BYTES;
    // What grows too much is refused by readers, so it stays as it is.
    boolean allowed = size <= (long) deflated.length * Limits.MAX_COMPRESSION_RATIO;
    if (allowed && deflated.length < size) {
      out.addVarint(deflated.length);
      out.add(deflated);
    } else {
      out.addVarint(0);
      out.add(bytes, 0, size);
    }
  }
}
