package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * The maximal changes of a version: no change of the version comes after any of them.
 *
 * <p>Immutable, sorted by id, at most one head for each replica.
 */
public record Heads(List<Head> list) {
  /** What tokens begin with. */
  public static final String TOKEN_PREFIX = "h1:";

  private static final Heads NONE = new Heads(List.of());

  public Heads {
    list = list.size() > 1 ? sorted(list) : List.copyOf(list);
  }

  private static List<Head> sorted(List<Head> list) {
    List<Head> sorted = new ArrayList<>(list);
    sorted.sort(null);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().replica().equals(sorted.get(i - 1).id().replica())) {
        throw new IllegalArgumentException("two heads of one replica: " + sorted.get(i).id());
      }
    }
    return List.copyOf(sorted);
  }

  /** The heads of the empty version. */
  public static Heads none() {
    return NONE;
  }

  /** These heads after a change that saw {@code seen} and ends in {@code head}. */
  public Heads advance(Heads seen, long previous, Head head) {
    if (list.isEmpty() || list.size() == 1 && isOwnPrevious(list.get(0), previous, head)) {
      return new Heads(List.of(head));
    }
    List<Head> next = new ArrayList<>();
    for (Head h : list) {
      if (!isOwnPrevious(h, previous, head) && !seen.list.contains(h)) {
        next.add(h);
      }
    }
    next.add(head);
    return new Heads(next);
  }

  private static boolean isOwnPrevious(Head before, long previous, Head head) {
    OpId id = before.id();
    return id.seq() <= previous && id.replica().equals(head.id().replica());
  }

  /** These heads without the one of {@code replica}. */
  public Heads without(ReplicaId replica) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).id().replica().equals(replica)) {
        return without(i);
      }
    }
    return this;
  }

  private Heads without(int index) {
    if (list.size() == 1) {
      return NONE;
    }
    List<Head> rest = new ArrayList<>(list);
    rest.remove(index);
    return new Heads(rest);
  }

  /**
   * These heads on one line, to be kept or sent: {@code h1:} and the hexadecimal chain mark of
   * each, joined by full stops. Where the changes are, the token leads back to them.
   */
  public String token() {
    StringBuilder token = new StringBuilder(TOKEN_PREFIX);
    for (int i = 0; i < list.size(); i++) {
      token.append(i == 0 ? "" : ".").append(list.get(i).mark());
    }
    return token.toString();
  }

  /** The token with eight digits for each head, for people: it leads back as long as they do. */
  public String shortToken() {
    StringBuilder token = new StringBuilder(TOKEN_PREFIX);
    for (int i = 0; i < list.size(); i++) {
      token.append(i == 0 ? "" : ".").append(list.get(i).mark().toString(), 0, 8);
    }
    return token.toString();
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public int size() {
    return list.size();
  }
}
