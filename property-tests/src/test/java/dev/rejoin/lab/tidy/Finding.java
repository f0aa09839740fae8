package dev.rejoin.lab.tidy;

/**
 * One place that breaks a tidy rule.
 *
 * @param path relative to the repository root
 * @param line counted from 1
 * @param what which rule, the offending text, and the remedy
 */
record Finding(String path, int line, String what) {
  @Override
  public String toString() {
    return path + ":" + line + ": " + what;
  }
}
