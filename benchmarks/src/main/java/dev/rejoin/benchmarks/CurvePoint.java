package dev.rejoin.benchmarks;

import java.util.Map;

/**
 * What operations cost at one size.
 *
 * @param atoms letters in the document, none of them deleted
 * @param nanos for each curve the nanoseconds of one operation
 */
record CurvePoint(int atoms, Map<Curve, Double> nanos) {
  CurvePoint {
    nanos = Map.copyOf(nanos);
  }
}
