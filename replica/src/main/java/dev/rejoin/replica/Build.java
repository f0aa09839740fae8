package dev.rejoin.replica;

/** What this build is. */
public final class Build {
  /** The version, for people. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  private Build() {}
}
