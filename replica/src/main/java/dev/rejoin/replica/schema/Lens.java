package dev.rejoin.replica.schema;

import java.util.List;
import java.util.function.Function;

/**
 * One difference between two versions of a record, so that both read and edit the same document.
 *
 * <p>What is stored keeps the names and forms of the version that introduced it; a lens works while
 * a newer version reads and writes. So versions that edit apart write the same fields, and each
 * sees what the other did. Names of nested components are joined by dots. Immutable; a function
 * given to a lens must be pure.
 */
public sealed interface Lens {
  /** A component has another name; what somebody stored under the new name counts as well. */
  static Lens rename(String from, String to) {
    return new Rename(from, to);
  }

  /**
   * A component is new; {@code fallback} stands in while nothing is stored, so it shows again where
   * an Optional is emptied.
   */
  static Lens add(String field, Object fallback) {
    return new Add(field, fallback);
  }

  /** A component is gone: what it holds is kept and not shown. */
  static Lens drop(String field) {
    return new Drop(field);
  }

  /**
   * A component has another type or unit. What {@code back} cannot express is lost, because it is
   * stored as {@code from}.
   */
  static <A, B> Lens convert(
      String field, Class<A> from, Class<B> to, Function<A, B> forward, Function<B, A> back) {
    Scalar before = Scalar.of(from);
    Scalar after = Scalar.of(to);
    if (before == null || after == null) {
      throw Shape.bad("the lens on '" + field + "' converts between scalars only");
    }
    return new Convert(
        field,
        new Conversion(
            before,
            after,
            old -> forward.apply(from.cast(old)),
            current -> back.apply(to.cast(current))));
  }

  /**
   * A single value became a list: its first element stays where the older version has its value,
   * the others go beside it.
   */
  static Lens spread(String from, String to) {
    return new Spread(from, to);
  }

  /** Components go into a record of their own. */
  static Lens nest(String into, String... fields) {
    return new Nest(into, List.of(fields));
  }

  /** Components come out of a record. */
  static Lens unnest(String from, String... fields) {
    return new Unnest(from, List.of(fields));
  }

  /** See {@link Lens#rename}. */
  record Rename(String from, String to) implements Lens {}

  /** See {@link Lens#add}. */
  record Add(String field, Object fallback) implements Lens {}

  /** See {@link Lens#drop}. */
  record Drop(String field) implements Lens {}

  /** See {@link Lens#spread}. */
  record Spread(String from, String to) implements Lens {}

  /** See {@link Lens#nest}. */
  record Nest(String into, List<String> fields) implements Lens {}

  /** See {@link Lens#unnest}. */
  record Unnest(String from, List<String> fields) implements Lens {}

  /** See {@link Lens#convert}. */
  final class Convert implements Lens {
    private final String field;
    private final Conversion conversion;

    private Convert(String field, Conversion conversion) {
      this.field = field;
      this.conversion = conversion;
    }

    String field() {
      return field;
    }

    Conversion conversion() {
      return conversion;
    }
  }
}
