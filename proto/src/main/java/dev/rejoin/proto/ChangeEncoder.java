package dev.rejoin.proto;

import com.google.protobuf.CodedOutputStream;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes one after the other, faster than the methods of {@link ChangeCodec} and with the
 * same bytes: it keeps its buffers and remembers names from change to change.
 *
 * <p>For one thread at a time. After an exception it can be used on.
 */
public final class ChangeEncoder {
  private final BodyWriter body = new BodyWriter();
  private final WriteDictionary dictionary = new WriteDictionary(body);
  private final OpWriter rows = new OpWriter(dictionary, body, false);
  private final NameWriter document =
      new NameWriter("the name of a document", 1, dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES);
  private final NameWriter author = new NameWriter("an author", 0, Limits.MAX_AUTHOR_BYTES);
  private final NameWriter message = new NameWriter("a message", 0, Limits.MAX_MESSAGE_BYTES);

  /** See {@link ChangeCodec#encode}. */
  public byte[] encode(Change change, Header header) {
    ChangeCodec.checkClear(header);
    collect(change, header);
    return finish(header);
  }

  /** See {@link ChangeCodec#encodeBody}. */
  public byte[] encodeBody(Change change, Header header) {
    collect(change, header);
    int size = payloadSize();
    return size > Limits.COMPRESS_ABOVE_BYTES ? Compression.pack(payload(size)) : rawBody(size);
  }

  /** See {@link ChangeCodec#encodePlain}. */
  byte[] encodePlain(Change change, Header header) {
    ChangeCodec.checkClear(header);
    collect(change, header);
    return Envelopes.write(new Envelope(header, rawBody(payloadSize())));
  }

  /** See {@link ChangeCodec#encodeOps}. */
  public byte[] encodeOps(ReplicaId replica, long from, List<Op> ops) {
    start(replica);
    rows.write(replica, from, ops);
    rows.finish();
    long size = body.size();
    if (size > Limits.MAX_BODY_BYTES) {
      throw ChangeCodec.tooLarge(size);
    }
    return payload((int) size);
  }

  /** See {@link ChangeCodec#encodeControl}. */
  public byte[] encodeControl(Header header, ControlBody control) {
    ChangeCodec.checkClear(header);
    if (header.opClass() != ChangeCodec.CONTROL || header.from() != header.to()) {
      throw new IllegalArgumentException(
          "a control record has op class 2 and one number, not " + header);
    }
    Bodies.checkControl(header.from(), control);
    // Heads never name the own line, so the dictionary does without the own replica.
    start(null);
    writeCauses(header.from(), control.previous(), control.lamport(), control.deps());
    body.columns.time = control.timeMillis();
    body.control = control.record();
    return finish(header);
  }

  private void collect(Change change, Header header) {
    Bodies.checkHeader(change, header);
    byte[] name = document.bytes(change.document());
    byte[] by = author.bytes(change.author());
    byte[] said = message.bytes(change.message());
    start(change.replica());
    body.document = name;
    body.author = by;
    body.message = said;
    rows.write(change.replica(), change.from(), change.ops());
    rows.finish();
    writeCauses(change.from(), change.previous(), change.lamport(), change.deps());
    body.columns.time = change.timeMillis();
    body.columns.flags = change.continues() ? Bodies.CONTINUES : 0;
    body.columns.schema = change.schema().version();
    body.columns.minReader = change.schema().minReader();
    body.columns.minWriter = change.schema().minWriter();
  }

  private void start(@Nullable ReplicaId own) {
    body.clear();
    dictionary.start(own);
    rows.start();
  }

  private void writeCauses(long from, long previous, long lamport, Heads deps) {
    body.columns.gap = from - previous - 1;
    body.columns.lamport = lamport - from;
    for (int i = 0; i < deps.size(); i++) {
      Head head = deps.list().get(i);
      body.columns.depReplica.add(dictionary.index(head.id().replica()));
      body.columns.depSeq.add(head.id().seq());
      body.depMarks.addLong(head.mark().high());
      body.depMarks.addLong(head.mark().low());
    }
  }

  /** The bytes of the change: small bodies go into them without another copy. */
  private byte[] finish(Header header) {
    int size = payloadSize();
    if (size > Limits.COMPRESS_ABOVE_BYTES) {
      return Envelopes.write(new Envelope(header, Compression.pack(payload(size))));
    }
    byte[] change = new byte[Envelopes.size(header, size + 1)];
    CodedOutputStream out = CodedOutputStream.newInstance(change);
    try {
      Envelopes.writeStart(out, header, size + 1);
      writeRaw(out);
    } catch (IOException e) {
      throw wrongSize(e);
    }
    return change;
  }

  private int payloadSize() {
    long size = body.size();
    Compression.checkPayload(size);
    return (int) size;
  }

  private byte[] payload(int size) {
    byte[] payload = new byte[size];
    try {
      body.writeTo(CodedOutputStream.newInstance(payload));
    } catch (IOException e) {
      throw wrongSize(e);
    }
    return payload;
  }

  private byte[] rawBody(int size) {
    byte[] raw = new byte[size + 1];
    try {
      writeRaw(CodedOutputStream.newInstance(raw));
    } catch (IOException e) {
      throw wrongSize(e);
    }
    return raw;
  }

  private void writeRaw(CodedOutputStream out) throws IOException {
    out.write((byte) Compression.RAW);
    body.writeTo(out);
  }

  private static IllegalStateException wrongSize(IOException e) {
    return new IllegalStateException("the size of a body was computed too low", e);
  }
}
