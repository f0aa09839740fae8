package dev.rejoin.benchmarks;

/** What a saved document holds. */
enum Form {
  /** Every change ever made. */
  HISTORY,
  /** What is needed to go on, deleted text included. */
  SNAPSHOT,
  /** What is needed to go on, without deleted text. */
  STATE
}
