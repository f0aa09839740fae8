package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Turns changes, control records and open rows into the message Body and back. */
final class Bodies {
  private static final int CONTINUES = 1;
  private static final int MAX_DOCUMENT = dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES;

  private Bodies() {}

  static Body body(Change change) {
    Texts.checkField(change.document(), 1, MAX_DOCUMENT, "the name of a document");
    Texts.checkField(change.author(), 0, Limits.MAX_AUTHOR_BYTES, "an author");
    Texts.checkField(change.message(), 0, Limits.MAX_MESSAGE_BYTES, "a message");
    Body.Builder body = Body.newBuilder();
    WriteDictionary dictionary = new WriteDictionary(change.replica(), body);
    new OpWriter(change.replica(), change.from(), dictionary, body).write(change.ops());
    body.setDocument(change.document()).setAuthor(change.author()).setMessage(change.message());
    body.setFlags(change.continues() ? CONTINUES : 0);
    writeCauses(
        body, dictionary, change.from(), change.previous(), change.lamport(), change.deps());
    body.setTime(change.timeMillis());
    dictionary.finish();
    return body.build();
  }

  static Body.Builder rows(ReplicaId own, long from, List<Op> ops) {
    Body.Builder body = Body.newBuilder();
    WriteDictionary dictionary = new WriteDictionary(own, body);
    new OpWriter(own, from, dictionary, body).write(ops);
    dictionary.finish();
    return body;
  }

  static Body control(long from, ControlBody control) {
    if (control.record().length > Limits.MAX_CONTROL_RECORD_BYTES) {
      throw new RejoinException(ErrorCode.CHANGE_TOO_LARGE, recordSize(control.record().length));
    }
    if (control.deps().size() > dev.rejoin.crdt.Limits.MAX_DEPS) {
      throw new IllegalArgumentException(tooManyHeads(control.deps().size()));
    }
    checkPlace(from, control.previous(), control.lamport());
    Body.Builder body = Body.newBuilder();
    // Heads never name the own line, so the dictionary does without the own replica.
    WriteDictionary dictionary = new WriteDictionary(null, body);
    writeCauses(body, dictionary, from, control.previous(), control.lamport(), control.deps());
    body.setTime(control.timeMillis());
    body.setControl(ByteString.copyFrom(control.record()));
    dictionary.finish();
    return body.build();
  }

  private static void writeCauses(
      Body.Builder body,
      WriteDictionary dictionary,
      long from,
      long previous,
      long lamport,
      Heads deps) {
    body.setGap(from - previous - 1).setLamport(lamport - from);
    ByteArrayOutputStream marks = new ByteArrayOutputStream();
    for (Head head : deps.list()) {
      body.addDepReplica(dictionary.index(head.id().replica())).addDepSeq(head.id().seq());
      marks.writeBytes(head.mark().bytes());
    }
    body.setDepMarks(ByteString.copyFrom(marks.toByteArray()));
  }

  static Change change(ReplicaId own, Header header, Body body) {
    if (body.hasControl() || header.opClass() == ChangeCodec.CONTROL) {
      throw ProtocolException.malformed("a control record where a change with ops is expected");
    }
    checkSize(body.getDocumentBytes(), 1, MAX_DOCUMENT, "the name of a document");
    checkSize(body.getAuthorBytes(), 0, Limits.MAX_AUTHOR_BYTES, "an author");
    checkSize(body.getMessageBytes(), 0, Limits.MAX_MESSAGE_BYTES, "a message");
    try {
      ReadDictionary dictionary = new ReadDictionary(own, body);
      return new Change(
          own,
          header.from(),
          header.to(),
          body.getDocument(),
          previous(header, body),
          deps(dictionary, body),
          header.from() + body.getLamport(),
          body.getTime(),
          body.getAuthor(),
          body.getMessage(),
          (body.getFlags() & CONTINUES) != 0,
          new OpReader(header.from(), dictionary, body).read());
    } catch (IllegalArgumentException e) {
      throw Parsing.malformed("change", e);
    }
  }

  static List<Op> ops(ReplicaId own, long from, Body body) {
    try {
      return List.copyOf(new OpReader(from, new ReadDictionary(own, body), body).read());
    } catch (IllegalArgumentException e) {
      throw Parsing.malformed("open row", e);
    }
  }

  static ControlBody control(ReplicaId own, Header header, Body body) {
    if (!body.hasControl() || body.getKindCount() > 0 || header.from() != header.to()) {
      throw ProtocolException.malformed("a control record comes alone and takes one number");
    }
    if (header.opClass() != ChangeCodec.CONTROL) {
      throw ProtocolException.malformed("a control record in op class " + header.opClass());
    }
    if (body.getControl().size() > Limits.MAX_CONTROL_RECORD_BYTES) {
      throw new ProtocolException(ErrorCode.CHANGE_TOO_LARGE, recordSize(body.getControl().size()));
    }
    try {
      long previous = previous(header, body);
      long lamport = header.from() + body.getLamport();
      checkPlace(header.from(), previous, lamport);
      Heads deps = deps(new ReadDictionary(own, body), body);
      return new ControlBody(
          deps, previous, lamport, body.getTime(), body.getControl().toByteArray());
    } catch (IllegalArgumentException e) {
      throw Parsing.malformed("control record", e);
    }
  }

  private static long previous(Header header, Body body) {
    if (body.getGap() < 0 || body.getGap() >= header.from()) {
      throw ProtocolException.malformed(
          "a gap of " + Long.toUnsignedString(body.getGap()) + " before " + header.from());
    }
    return header.from() - body.getGap() - 1;
  }

  private static Heads deps(ReadDictionary dictionary, Body body) {
    int count = body.getDepReplicaCount();
    if (count > dev.rejoin.crdt.Limits.MAX_DEPS) {
      throw ProtocolException.malformed(tooManyHeads(count));
    }
    List<OpId> ids = dictionary.ids(body.getDepReplicaList(), body.getDepSeqList(), "deps");
    if (body.getDepMarks().size() != count * ChainMark.SIZE_BYTES) {
      throw ProtocolException.malformed(
          body.getDepMarks().size() + " bytes of marks for " + count + " heads");
    }
    List<Head> heads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = i * ChainMark.SIZE_BYTES;
      ByteString mark = body.getDepMarks().substring(at, at + ChainMark.SIZE_BYTES);
      heads.add(new Head(ids.get(i), ChainMark.of(mark.toByteArray())));
    }
    return new Heads(heads);
  }

  private static void checkPlace(long from, long previous, long lamport) {
    if (previous < 0 || previous >= from) {
      throw new IllegalArgumentException("previous must be 0.." + (from - 1) + ", not " + previous);
    }
    if (lamport < 1 || lamport > dev.rejoin.crdt.Limits.MAX_SEQ) {
      throw new IllegalArgumentException("Lamport time out of range: " + lamport);
    }
  }

  private static void checkSize(ByteString field, int min, int max, String what) {
    if (field.size() < min || field.size() > max) {
      throw ProtocolException.malformed(
          what + " takes " + min + ".." + max + " bytes, not " + field.size());
    }
  }

  private static String tooManyHeads(int count) {
    return "a change names at most " + dev.rejoin.crdt.Limits.MAX_DEPS + " heads, not " + count;
  }

  private static String recordSize(int bytes) {
    return "a control record has at most "
        + Limits.MAX_CONTROL_RECORD_BYTES
        + " bytes, not "
        + bytes;
  }
}
