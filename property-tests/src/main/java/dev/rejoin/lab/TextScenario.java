package dev.rejoin.lab;

/** How the replicas of a {@link TextHistory} go about making life hard for a text engine. */
enum TextScenario {
  /** Everything at random, at moderate rates. */
  RANDOM,
  /** Two replicas type at the same place and merge after every step. */
  PING_PONG,
  /** One replica hears of nothing until the end. */
  DEAF,
  /** All type at the start of the text. */
  PREPEND,
  /** All type into one gap among tombstones. */
  ONE_GAP,
  /** Deletes that overlap, and revives of any delete in any order. */
  DELETES,
  /** Astral characters, what comes between their halves, and halves that are left alone. */
  HALVES,
  /** Long runs, and deletes of large parts. */
  PASTES,
  /** Marks that overlap, come and go. */
  MARKS
}
