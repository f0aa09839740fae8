package dev.rejoin.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  private byte[] bytes = new byte[256];
  private int size;
  private @Nullable SnapshotWriter deletedText;
  private final Map<ReplicaId, Integer> replicas = new LinkedHashMap<>();
  private final List<Long> lastSeqs = new ArrayList<>();

  /** Where the text goes that nobody sees, which is a part of its own. */
  SnapshotWriter deletedText() {
    SnapshotWriter there = deletedText;
    if (there == null) {
      there = new SnapshotWriter();
      deletedText = there;
    }
    return there;
  }

  void number(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      octet((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    octet((int) rest);
  }

  /** A number that may be negative: the sign goes to the lowest bit. */
  void signed(long number) {
    number(number << 1 ^ number >> 63);
  }

  void flag(boolean flag) {
    octet(flag ? 1 : 0);
  }

  void raw(byte[] content) {
    reserve(content.length);
    System.arraycopy(content, 0, bytes, size, content.length);
    size += content.length;
  }

  void bytes(byte[] content) {
    number(content.length);
    raw(content);
  }

  /** How many units, then one byte for each where all are Latin-1, else a number for each. */
  void string(String string) {
    boolean wide = false;
    for (int i = 0; i < string.length() && !wide; i++) {
      wide = string.charAt(i) > 0xFF;
    }
    if (wide) {
      wideUnits(string.toCharArray());
    } else {
      narrowUnits(string.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  void narrowUnits(byte[] units) {
    number(units.length);
    flag(false);
    raw(units);
  }

  void wideUnits(char[] units) {
    number(units.length);
    flag(true);
    for (char unit : units) {
      number(unit);
    }
  }

  /** How many bytes, then everything that another writer wrote without dictionaries. */
  void column(SnapshotWriter column) {
    number(column.size);
    reserve(column.size);
    System.arraycopy(column.bytes, 0, bytes, size, column.size);
    size += column.size;
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

  void container(ContainerId id) {
    List<ContainerId> path = new ArrayList<>();
    for (ContainerId at = id; at != null; at = at.parent()) {
      path.add(at);
    }
    number(path.size() - 1L);
    for (int i = path.size() - 1; i >= 0; i--) {
      step(path.get(i));
    }
  }

  private void step(ContainerId at) {
    if (at instanceof ContainerId.Root root) {
      string(root.name());
      number(root.kind().number());
    } else if (at instanceof ContainerId.Child child) {
      string(child.key());
      number(child.kind().number());
      ids(child.generation());
    } else if (at instanceof ContainerId.Element holder) {
      id(holder.element());
      number(holder.kind().number());
    } else if (at instanceof ContainerId.Beside beside) {
      number(beside.kind().number());
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
    } else if (value instanceof Value.Bytes raw) {
      bytes(raw.content());
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
    return Arrays.copyOf(bytes, size);
  }

  static byte[] eightBytes(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  void octet(int octet) {
    reserve(1);
    bytes[size++] = (byte) octet;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
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
