package dev.rejoin.replica.schema;

import java.util.function.Function;

/** From what an older version keeps to what a newer one shows, and back. */
record Conversion(
    Scalar from, Scalar to, Function<Object, Object> forward, Function<Object, Object> back) {
  Object forth(Object old) {
    return run(forward, old, to);
  }

  Object back(Object current) {
    return run(back, current, from);
  }

  private static Object run(Function<Object, Object> function, Object input, Scalar result) {
    Object output;
    try {
      output = function.apply(input);
    } catch (RuntimeException e) {
      throw Scalar.misfit("the lens cannot convert " + input + ": " + e);
    }
    if (!result.type().isInstance(output)) {
      throw Scalar.misfit("the lens made " + output + " of " + input + ", not " + result.name());
    }
    return output;
  }
}
