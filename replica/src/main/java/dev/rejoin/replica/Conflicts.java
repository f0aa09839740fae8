package dev.rejoin.replica;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Contested;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.Decider;
import dev.rejoin.replica.rules.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written apart in a document: registers, entries of maps and elements of lists with more
 * than one candidate. Safe for any thread.
 *
 * <p>Nothing of it is stored: it is read from the document, O(containers + conflicts).
 */
public final class Conflicts {
  private final Document document;
  private final RuledViews ruled;

  Conflicts(Document document, RuledViews ruled) {
    this.document = document;
    this.ruled = ruled;
  }

  /** Where a place is: for people, and as a container and keys that rules are matched with. */
  record Path(String text, List<String> steps) {}

  /** All conflicts that readers can come upon, the newest first, those that a rule settles too. */
  public List<Conflict> all() {
    return document.read(
        state -> {
          Decider decider = ruled.decider();
          List<Conflict> found = new ArrayList<>();
          for (Contested place : state.contested()) {
            Path path = path(state, place);
            if (path != null) {
              found.add(
                  new Conflict(
                      document,
                      place,
                      path,
                      ruled.decide(
                          decider,
                          path.steps(),
                          place.container(),
                          place.key(),
                          place.candidates())));
            }
          }
          found.sort(Comparator.comparing(Conflict::made).reversed());
          return List.copyOf(found);
        });
  }

  /** Those that no rule settles and that wait for somebody to choose. */
  public List<Conflict> open() {
    return all().stream().filter(conflict -> !conflict.isSettled()).toList();
  }

  /**
   * What was settled without asking, or by somebody, the newest first: read from the newest changes
   * of the document. O(changes read).
   *
   * @param limit how many at most
   */
  public List<Resolution> resolved(int limit) {
    return new Resolutions(document).read(limit);
  }

  /**
   * Why a place shows what it shows, one sentence each.
   *
   * @param path such as {@code meta.title}, {@code state} or {@code items[2]}
   * @throws RejoinException BAD_ARGUMENT if the path is none of a value
   */
  public List<Message> why(String path) {
    document.space().freeze(); // who wrote what is read from the journal
    for (Conflict conflict : all()) {
      if (conflict.path().equals(path)) {
        return conflict.messages();
      }
    }
    return document.read(
        state -> {
          Contested place = Places.find(state, path);
          if (place == null) {
            throw new RejoinException(
                ErrorCode.BAD_ARGUMENT,
                "'"
                    + path
                    + "' is no register, field of a map or element of a list in '"
                    + document.name()
                    + "'");
          }
          return List.of(only(place, path));
        });
  }

  private Message only(Contested place, String path) {
    if (place.candidates().isEmpty()) {
      return new Message.NoValue(document.name(), path);
    }
    Candidate only = place.candidates().get(0);
    Provenance provenance = new Provenance(document.space());
    Change change = provenance.change(only.put());
    String device = provenance.deviceName(only.put());
    return new Message.OnlyValue(
        document.name(),
        path,
        only.value(),
        change == null ? device : provenance.who(change),
        device,
        change == null ? Instant.now() : Instant.ofEpochMilli(change.timeMillis()));
  }

  static List<Conflict> of(Space space) {
    List<Conflict> all = new ArrayList<>();
    for (String name : space.documents()) {
      all.addAll(space.document(name).conflicts().all());
    }
    all.sort(Comparator.comparing(Conflict::made).reversed());
    return List.copyOf(all);
  }

  /** Where a place is, or null if readers cannot come upon it. */
  static @Nullable Path path(DocumentState state, Contested place) {
    Path in = path(state, place.container());
    if (in == null) {
      return null;
    }
    OpId element = place.element();
    if (element != null) {
      int index = state.at(place.container()).list().indexOf(element);
      return index < 0 ? null : below(in, "[" + index + "]", "[" + element + "]");
    }
    return place.key().isEmpty() ? in : below(in, "." + escaped(place.key()), place.key());
  }

  static @Nullable Path path(DocumentState state, ContainerId container) {
    if (container instanceof ContainerId.Root root) {
      return new Path(escaped(root.name()), List.of(root.name()));
    }
    ContainerId parent = container.parent();
    Path in = parent == null ? null : path(state, parent);
    if (parent == null || in == null) {
      return null;
    }
    if (container instanceof ContainerId.Child child) {
      boolean there =
          state.at(parent).candidates(child.key()).stream()
              .anyMatch(
                  candidate ->
                      candidate.value() instanceof Value.Nested nested
                          && nested.kind() == child.kind()
                          && nested.generation().equals(child.generation()));
      return there ? below(in, "." + escaped(child.key()), child.key()) : null;
    }
    OpId element = ((ContainerId.Element) container).element();
    String step = "[" + element + "]";
    if (parent.kind() == Kind.TREE) {
      TreeView tree = state.at(parent).tree();
      return tree.contains(element) && !tree.isDeleted(element) ? below(in, step, step) : null;
    }
    int index = state.at(parent).list().indexOf(element);
    return index < 0 ? null : below(in, "[" + index + "]", step);
  }

  private static Path below(Path in, String text, String step) {
    return new Path(in.text() + text, RuledViews.below(in.steps(), step));
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace(".", "\\.");
  }
}
