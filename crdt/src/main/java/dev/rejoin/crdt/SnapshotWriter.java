package dev.rejoin.crdt;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a snapshot; numbers are varints of seven bits, lowest first.
 *
 * <p>Replicas and containers are written as numbers into dictionaries in the order of first use, so
 * equal calls give equal bytes.
 */
final class SnapshotWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<ReplicaId, Integer> replicas = new LinkedHashMap<>();
  private final List<Long> lastSeqs = new ArrayList<>();

  void number(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A number that may be negative: the sign goes to the lowest bit. */
  void signed(long number) {
    number(number << 1 ^ number >> 63);
  }

  void flag(boolean flag) {
    out.write(flag ? 1 : 0);
  }

  void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
  }

  void bytes(byte[] bytes) {
    number(bytes.length);
    raw(bytes);
  }

  /** UTF-16 units one by one, so that halves of surrogate pairs survive. */
  void units(CharSequence units) {
    for (int i = 0; i < units.length(); i++) {
      number(units.charAt(i));
    }
  }

  void string(String string) {
    number(string.length());
    units(string);
  }

  void replica(ReplicaId replica) {
    number(indexOf(replica));
  }

  /** An id, its number relative to the last one written of that replica. */
  void id(OpId id) {
    int index = indexOf(id.replica());
    number(index);
    signed(id.seq() - lastSeqs.get(index));
    lastSeqs.set(index, id.seq());
  }

  void ids(List<OpId> ids) {
    number(ids.size());
    for (OpId id : ids) {
      id(id);
    }
  }

  void ranges(List<IdRange> ranges) {
    number(ranges.size());
    for (IdRange range : ranges) {
      id(range.first());
      number(range.size() - 1);
    }
  }

  void optionalId(@Nullable OpId id) {
    flag(id != null);
    if (id != null) {
      id(id);
    }
  }

  void container(ContainerId id) {
    List<ContainerId.Child> path = new ArrayList<>();
    ContainerId at = id;
    while (at instanceof ContainerId.Child child) {
      path.add(child);
      at = child.parent();
    }
    number(path.size());
    string(((ContainerId.Root) at).name());
    number(at.kind().number());
    for (int i = path.size() - 1; i >= 0; i--) {
      ContainerId.Child child = path.get(i);
      string(child.key());
      number(child.kind().number());
      ids(child.generation());
    }
  }

  void value(Value value) {
    number(value.number());
    if (value instanceof Value.Str str) {
      string(str.text());
    } else if (value instanceof Value.Int integer) {
      signed(integer.number64());
    } else if (value instanceof Value.Real real) {
      raw(eightBytes(Double.doubleToLongBits(real.number64())));
    } else if (value instanceof Value.Bool bool) {
      flag(bool.truth());
    } else if (value instanceof Value.Bytes bytes) {
      bytes(bytes.content());
    } else if (value instanceof Value.Nested nested) {
      number(nested.kind().number());
      ids(nested.generation());
    }
  }

  /** The dictionary of replicas, in the order of first use. */
  List<ReplicaId> replicas() {
    return List.copyOf(replicas.keySet());
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  static byte[] eightBytes(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  private int indexOf(ReplicaId replica) {
    Integer index = replicas.get(replica);
    if (index == null) {
      index = replicas.size();
      replicas.put(replica, index);
      lastSeqs.add(0L);
    }
    return index;
  }
}
