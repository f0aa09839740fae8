package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a transaction; a run, never a single character.
 *
 * <p>Immutable. An op takes {@link #atoms} consecutive numbers of its line; the change that holds
 * it says which. Causes are named by op id, so applying an op never needs a position.
 */
public sealed interface Op {
  /** How many numbers of the line the op takes, at least one. */
  int atoms();

  /** How many operations the op stands for; a change has {@link Limits#MAX_OPS_PER_CHANGE}. */
  default int operations() {
    return 1;
  }

  /** The container that the op changes; null for one that changes none, or is not known here. */
  @Nullable ContainerId container();

  /**
   * Inserts a run of text: its first unit hangs on {@code side} of {@code parent}, each further
   * unit is the right child of the one before.
   *
   * @param parent the atom it hangs on, or null for the start of the text
   */
  record Insert(ContainerId container, @Nullable OpId parent, Side side, String text)
      implements Op {
    public Insert {
      if (text.isEmpty() || text.length() > Limits.MAX_RUN_LENGTH) {
        throw new IllegalArgumentException(
            "a run has 1.." + Limits.MAX_RUN_LENGTH + " units, not " + text.length());
      }
      checkPlace(parent, side);
    }

    @Override
    public int atoms() {
      return text.length();
    }
  }

  /** Hides atoms of a text, or slots of a list, until every delete that covers them is revived. */
  record Delete(ContainerId container, List<IdRange> targets) implements Op {
    public Delete {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a delete names at least one atom");
      }
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * A run of deletes of one atom each, as backspace and forward delete make them: number i of the
   * run deletes the atom {@code first + i * step}, under an id of its own, so that each can be
   * revived alone.
   *
   * @param step -1 for backspacing, 1 for deleting forward
   */
  record DeleteRun(ContainerId container, OpId first, int count, int step) implements Op {
    public DeleteRun {
      if (count < 1 || count > Limits.MAX_OPS_PER_CHANGE) {
        throw new IllegalArgumentException(
            "a run has 1.." + Limits.MAX_OPS_PER_CHANGE + " deletes, not " + count);
      }
      if (step != 1 && step != -1) {
        throw new IllegalArgumentException("a run of deletes steps by 1 or -1, not " + step);
      }
      OpId.checkSeq(first.seq() + (long) step * (count - 1));
    }

    /** What number {@code i} of the run deletes. */
    public OpId target(int i) {
      return first.plus((long) i * step);
    }

    /** All atoms that the run deletes. */
    public IdRange targets() {
      long end = first.seq() + (long) step * (count - 1);
      return new IdRange(first.replica(), Math.min(first.seq(), end), Math.max(first.seq(), end));
    }

    @Override
    public int atoms() {
      return count;
    }

    @Override
    public int operations() {
      return count;
    }
  }

  /**
   * Takes back a delete: the same atoms show again, unless another delete covers them; or the
   * withdrawal of a mark or annotation.
   */
  record Revive(ContainerId container, OpId delete) implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Inserts elements into a list: the slot of the first hangs on {@code side} of {@code parent},
   * each further one is the right child of the one before. Each atom is an element and its slot.
   *
   * @param parent the slot it hangs on, or null for the start of the list
   */
  record ListInsert(ContainerId container, @Nullable OpId parent, Side side, List<Value> values)
      implements Op {
    public ListInsert {
      values = List.copyOf(values);
      if (values.isEmpty() || values.size() > Limits.MAX_RUN_VALUES) {
        throw new IllegalArgumentException(
            "a run has 1.." + Limits.MAX_RUN_VALUES + " elements, not " + values.size());
      }
      checkPlace(parent, side);
    }

    @Override
    public int atoms() {
      return values.size();
    }
  }

  /** Gives an element of a list another slot, which is its place unless a newer one shows. */
  record ListMove(ContainerId container, OpId element, @Nullable OpId parent, Side side)
      implements Op {
    public ListMove {
      checkPlace(parent, side);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Gives the atoms between two anchors a format, tombstones included: text that is inserted there
   * later has it too. If the end is not behind the start, it covers nothing.
   *
   * @param value null takes the format of this key away
   * @param overlapping whether it stands beside other marks of its key instead of competing
   */
  record Mark(
      ContainerId container,
      String key,
      @Nullable Value value,
      Anchor start,
      Anchor end,
      boolean overlapping)
      implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Takes a mark back until every withdrawal of it is revived; whoever may edit the text may do so.
   * Or an annotation, or one of its places.
   */
  record Withdraw(ContainerId container, OpId mark) implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Annotates the atoms between two anchors of the text that the container lies beside, or attaches
   * an annotation that is there to them: of all its places the newest is where it is. The id of an
   * annotation is that of the op that made it.
   *
   * @param annotation the one that gets another place; null for a new one
   */
  record Annotate(
      ContainerId container, @Nullable OpId annotation, Anchor start, Anchor end, Quote quote)
      implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Writes the value of an element of a list; replaces the candidates it saw. */
  record ListSet(ContainerId container, OpId element, Value value, List<OpId> seen) implements Op {
    public ListSet {
      seen = List.copyOf(seen);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  private static void checkPlace(@Nullable OpId parent, Side side) {
    if (parent == null && side == Side.LEFT) {
      throw new IllegalArgumentException("nothing is left of the start");
    }
  }

  /** Writes a register (key is empty) or a map entry; replaces the candidates it saw. */
  record Put(ContainerId container, String key, Value value, List<OpId> seen) implements Op {
    public Put {
      seen = List.copyOf(seen);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Empties a register (key is empty) or removes a map entry: takes out the candidates it saw. */
  record Remove(ContainerId container, String key, List<OpId> seen) implements Op {
    public Remove {
      seen = List.copyOf(seen);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Dismisses candidates of a register (key is empty), a map entry, or an element of a list: the
   * others stay. No remove of the key, and nothing is lost: a write is what replaces them.
   *
   * @param element the element of the list whose value it is; else null
   * @param seen the candidates that it covers until another dismissal takes it back
   * @param recalled dismissals of the same entry that it takes back
   */
  record Dismiss(
      ContainerId container,
      String key,
      @Nullable OpId element,
      List<OpId> seen,
      List<OpId> recalled)
      implements Op {
    public Dismiss {
      seen = List.copyOf(seen);
      recalled = List.copyOf(recalled);
      if (seen.isEmpty() && recalled.isEmpty()) {
        throw new IllegalArgumentException("a dismissal names at least one candidate or dismissal");
      }
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Adds an element to a set; replaces the adds of this element that it saw. */
  record Add(ContainerId container, Value element, List<OpId> seen) implements Op {
    public Add {
      seen = List.copyOf(seen);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Discards an element of a set: takes out the adds it saw, so a concurrent add wins. */
  record Discard(ContainerId container, Value element, List<OpId> seen) implements Op {
    public Discard {
      seen = List.copyOf(seen);
    }

    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Adds a signed amount to a counter. */
  record Increment(ContainerId container, long amount) implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Says that the transaction takes back what earlier changes did. Of no effect itself; who undoes
   * next learns from it what is undone already.
   *
   * @param changes by their last atoms
   */
  record Undoes(List<OpId> changes) implements Op {
    public Undoes {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("an undo names at least one change");
      }
    }

    @Override
    public int atoms() {
      return 1;
    }

    @Override
    public @Nullable ContainerId container() {
      return null;
    }
  }

  /**
   * Creates a node of a tree, whose id is that of the op.
   *
   * @param parent the node it is below, or null for a root
   */
  record CreateNode(ContainerId container, @Nullable OpId parent, FractionalIndex position)
      implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Moves a node of a tree below another one, or to the top; out of the trash if it is there. */
  record MoveNode(ContainerId container, OpId node, @Nullable OpId parent, FractionalIndex position)
      implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /** Moves a node of a tree to the trash, with everything below it. */
  record DeleteNode(ContainerId container, OpId node) implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /**
   * Gives a node of a tree another position among the same siblings, to make room.
   *
   * @param move the op that put the node where it is; without effect if another one has done so by
   *     then, so that making room never takes back a move
   */
  record RekeyNode(ContainerId container, OpId move, FractionalIndex position) implements Op {
    @Override
    public int atoms() {
      return 1;
    }
  }

  /** An op of a kind that a newer version made: takes its numbers and has no effect here. */
  record Unknown(int kind, int atoms) implements Op {
    /** The kind of row that joins heads, which every version knows to be of no effect. */
    public static final int MERGE = 32;

    public Unknown {
      if (atoms < 1) {
        throw new IllegalArgumentException("an op takes at least one number, not " + atoms);
      }
    }

    @Override
    public @Nullable ContainerId container() {
      return null;
    }
  }
}
