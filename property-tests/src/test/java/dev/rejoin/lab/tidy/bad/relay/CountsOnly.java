package dev.rejoin.lab.tidy.bad.relay;

import dev.rejoin.crdt.OpId;

/** A sample that the relay rule must let pass: numbers are what a relay works with. */
final class CountsOnly {
  long count(OpId from, OpId to) {
    return to.seq() - from.seq() + 1;
  }
}
