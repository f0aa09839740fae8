package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Body;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the sections of a bundle into columns, and those into changes. */
final class BundleReader {
  private final SectionReader sections;
  private final BundleColumns changes = new BundleColumns();
  private final RowInput input = new RowInput();
  private final ReadDictionary dictionary = new ReadDictionary();
  private final OpReader rows = new OpReader(dictionary, input, true);
  private final BundleLines lines = new BundleLines();
  private final List<String> names = new ArrayList<>();
  private String document = "";
  private Slice depMarks = new Slice();
  private int replica;
  private long time;
  private String author = "";
  private String message = "";
  private int depsUsed;

  BundleReader(byte[] bundle) throws IOException {
    sections = new SectionReader(bundle);
  }

  List<Change> read() throws IOException {
    readSections();
    rows.start();
    int count = changes.rows.size();
    List<Change> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    checkUsedUp();
    return List.copyOf(all);
  }

  private void readSections() throws IOException {
    Slice name = sections.next();
    document = Texts.decode(name.source(), name.start(), name.size());
    checkLength(document, 1, dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES, "the document's name");
    CodedInputStream nameInput = nextNames().input();
    while (!nameInput.isAtEnd()) {
      names.add(nameInput.readStringRequireUtf8());
    }
    Slice replicas = sections.next();
    Slice containers = nextNames();
    Body entries =
        Parsing.parse(
            Body.parser(), containers.source(), containers.start(), containers.size(), "bundle");
    dictionary.start(null, replicas, entries.getContainersList());
    readChangeColumns();
    readRowColumns();
    if (sections.hasSchema()) {
      readCounts(changes.schema);
      readCounts(changes.minReader);
      readCounts(changes.minWriter);
    }
    sections.checkEnd();
  }

  private void readChangeColumns() throws IOException {
    readCounts(changes.replica);
    readCounts(changes.rows);
    readNumbers(changes.skipped);
    readSigned(changes.previous);
    readSigned(changes.lamport);
    readSigned(changes.time);
    readCounts(changes.author);
    readCounts(changes.message);
    readCounts(changes.flags);
    readCounts(changes.deps);
    readCounts(input.columns.depReplica);
    readSigned(input.columns.depSeq);
    depMarks = sections.next();
  }

  private void readRowColumns() throws IOException {
    BodyColumns columns = input.columns;
    readCounts(columns.kind);
    readCounts(columns.atoms);
    readCounts(columns.container);
    readCounts(columns.refReplica);
    readSigned(columns.refSeq);
    readCounts(columns.detail);
    readCounts(columns.payloadLength);
    readSigned(columns.number);
    Slice payload = sections.next();
    input.payload.set(payload.source(), payload.start(), payload.size());
    Slice text = sections.next();
    input.text = Texts.decode(text.source(), text.start(), text.size());
    if (columns.kind.size() > Limits.MAX_BUNDLE_ROWS) {
      throw new ProtocolException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a bundle has at most " + Limits.MAX_BUNDLE_ROWS + " rows, not " + columns.kind.size());
    }
  }

  private Change next() {
    int named = changes.replica.nextCount("replica");
    replica = named == 0 ? replica : named - 1;
    ReplicaId own = dictionary.replica(replica);
    long end = lines.end(replica);
    long from = end + 1 + limited(changes.skipped.next());
    time += changes.time.next();
    author = name(changes.author, author, Limits.MAX_AUTHOR_BYTES, "author");
    message = name(changes.message, message, Limits.MAX_MESSAGE_BYTES, "message");
    int firstDep = depsUsed;
    Heads deps = deps(changes.deps.nextCount("deps"));
    List<Op> ops = readOps(from);
    Change change =
        new Change(
            own,
            from,
            from + atoms(ops) - 1,
            document,
            end + changes.previous.next(),
            deps,
            highestLamport(firstDep) + 1 + changes.lamport.next(),
            time,
            author,
            message,
            (changes.flags.next() & Bodies.CONTINUES) != 0,
            ops,
            changes.nextSchema());
    lines.advance(replica, change);
    return change;
  }

  private static long atoms(List<Op> ops) {
    long atoms = 0;
    for (Op op : ops) {
      atoms += op.atoms();
    }
    return atoms;
  }

  /** The highest Lamport time of the causes of a change, as far as the bundle tells. */
  private long highestLamport(int firstDep) {
    long highest = lines.lamport(replica, lines.end(replica));
    for (int i = firstDep; i < depsUsed; i++) {
      int index = (int) input.columns.depReplica.get(i);
      long seq = lines.end(index) - input.columns.depSeq.get(i);
      highest = Math.max(highest, lines.lamport(index, seq));
    }
    return highest;
  }

  private List<Op> readOps(long from) {
    int more = changes.rows.nextCount("rows");
    if (more >= input.columns.kind.left()) {
      throw ProtocolException.malformed("fewer rows than the changes need");
    }
    return rows.read(replica, from, more + 1);
  }

  private Heads deps(int count) {
    if (count == 0) {
      return Heads.none();
    }
    if (count > dev.rejoin.crdt.Limits.MAX_DEPS) {
      throw ProtocolException.malformed(Bodies.tooManyHeads(count));
    }
    Column index = input.columns.depReplica;
    Column back = input.columns.depSeq;
    if (index.left() < count
        || back.left() < count
        || depMarks.size() < (depsUsed + count) * (long) ChainMark.SIZE_BYTES) {
      throw ProtocolException.malformed("fewer causes than the changes need");
    }
    List<Head> heads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int of = index.nextCount("dep_replica");
      OpId id = new OpId(dictionary.replica(of), lines.end(of) - back.next());
      int at = depsUsed++ * ChainMark.SIZE_BYTES;
      heads.add(new Head(id, new ChainMark(depMarks.longAt(at), depMarks.longAt(at + 8))));
    }
    return new Heads(heads);
  }

  private String name(Column column, String before, int maxBytes, String what) {
    int named = column.nextCount(what);
    if (named == 0) {
      return before;
    }
    if (named > names.size()) {
      throw ProtocolException.malformed(what + " " + named + " of " + names.size() + " names");
    }
    String name = names.get(named - 1);
    checkLength(name, 0, maxBytes, what);
    return name;
  }

  private void checkUsedUp() {
    changes.replica.checkUsedUp("replica");
    changes.skipped.checkUsedUp("skipped");
    changes.previous.checkUsedUp("previous");
    changes.lamport.checkUsedUp("lamport");
    changes.time.checkUsedUp("time");
    changes.author.checkUsedUp("author");
    changes.message.checkUsedUp("message");
    changes.flags.checkUsedUp("flags");
    changes.schema.checkUsedUp("schema");
    changes.minReader.checkUsedUp("min_reader");
    changes.minWriter.checkUsedUp("min_writer");
    changes.deps.checkUsedUp("deps");
    input.columns.kind.checkUsedUp("kind");
    input.columns.depReplica.checkUsedUp("dep_replica");
    input.columns.depSeq.checkUsedUp("dep_seq");
    rows.checkUsedUp();
    if (depMarks.size() != depsUsed * ChainMark.SIZE_BYTES || changes.rows.size() == 0) {
      throw ProtocolException.malformed("a bundle without changes, or marks that nothing uses");
    }
  }

  private void readCounts(Column column) throws IOException {
    CodedInputStream section = sections.next().input();
    while (!section.isAtEnd()) {
      checkRoom(column);
      column.readOne(section);
    }
  }

  private void readNumbers(Column column) throws IOException {
    CodedInputStream section = sections.next().input();
    while (!section.isAtEnd()) {
      checkRoom(column);
      column.readOneLong(section);
    }
  }

  private void readSigned(Column column) throws IOException {
    CodedInputStream section = sections.next().input();
    while (!section.isAtEnd()) {
      checkRoom(column);
      column.readOneSigned(section);
    }
  }

  /** A section may be many times larger than the bytes that it came from, and a column again. */
  private static void checkRoom(Column column) {
    if (column.size() == Limits.MAX_BUNDLE_REFERENCES) {
      throw new ProtocolException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a column of a bundle has at most " + Limits.MAX_BUNDLE_REFERENCES + " entries");
    }
  }

  /** The next section, which becomes many objects. */
  private Slice nextNames() throws IOException {
    Slice section = sections.next();
    if (section.size() > Limits.MAX_BUNDLE_NAME_BYTES) {
      throw new ProtocolException(
          ErrorCode.CHANGE_TOO_LARGE,
          "names or containers of a bundle take at most "
              + Limits.MAX_BUNDLE_NAME_BYTES
              + " bytes, not "
              + section.size());
    }
    return section;
  }

  private static long limited(long number) {
    if (number < 0 || number > dev.rejoin.crdt.Limits.MAX_SEQ) {
      throw ProtocolException.malformed("a number of a line that is out of range");
    }
    return number;
  }

  private static void checkLength(String text, int min, int max, String what) {
    int bytes = Texts.utf8Length(text);
    if (bytes < min || bytes > max) {
      throw ProtocolException.malformed(
          what + " takes " + min + ".." + max + " bytes, not " + bytes);
    }
  }
}
