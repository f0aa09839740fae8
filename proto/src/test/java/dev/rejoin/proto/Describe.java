package dev.rejoin.proto;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.ChangeCodec.Header;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Changes as text for people who compare an implementation with the golden files. */
final class Describe {
  private Describe() {}

  static String change(Header header, Change change) {
    StringBuilder text = new StringBuilder(header(header));
    text.append("replica ").append(change.replica()).append('\n');
    text.append("document ").append(change.document()).append('\n');
    text.append("previous ").append(change.previous()).append('\n');
    change.deps().list().forEach(h -> text.append("dep ").append(h).append('\n'));
    text.append("lamport ").append(change.lamport()).append('\n');
    text.append("time ").append(change.timeMillis()).append('\n');
    text.append("author ").append(change.author()).append('\n');
    text.append("message ").append(change.message()).append('\n');
    text.append("continues ").append(change.continues()).append('\n');
    if (!change.schema().equals(SchemaNumbers.NONE)) {
      text.append(change.schema()).append('\n');
    }
    long seq = change.from();
    for (Op op : change.ops()) {
      for (Op single : singles(op)) {
        text.append(seq).append(' ').append(single).append('\n');
        seq += single.atoms();
      }
    }
    return text.toString();
  }

  /** A run of deletes as the deletes that it stands for. */
  private static List<Op> singles(Op op) {
    if (!(op instanceof Op.DeleteRun run)) {
      return List.of(op);
    }
    List<Op> singles = new ArrayList<>();
    for (int i = 0; i < run.count(); i++) {
      singles.add(new Op.Delete(run.container(), List.of(IdRange.of(run.target(i)))));
    }
    return singles;
  }

  static String header(Header header) {
    StringBuilder text = new StringBuilder();
    text.append("numbers ").append(header.from()).append("..").append(header.to()).append('\n');
    text.append("key ").append(header.key()).append('\n');
    text.append("op class ").append(header.opClass()).append('\n');
    header.controlHeads().forEach(h -> text.append("control head ").append(h).append('\n'));
    byte[] device = header.device();
    byte[] salt = header.salt();
    if (device != null && salt != null) {
      text.append("device ").append(HexFormat.of().formatHex(device)).append('\n');
      text.append("salt ").append(HexFormat.of().formatHex(salt)).append('\n');
    }
    return text.toString();
  }
}
