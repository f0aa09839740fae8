package dev.rejoin.replica.schema;

/** How a component of a record lies in a map. */
sealed interface Form {
  /** A value under a key; absent where the component is an empty Optional. */
  record One(Scalar scalar, boolean optional) implements Form {}

  /** A nested list or set of values; absent and empty are the same. */
  record Many(Scalar element, boolean set) implements Form {}

  /** A record of its own, in a nested map unless a lens says otherwise. */
  record Part(Shape shape, boolean optional) implements Form {}
}
