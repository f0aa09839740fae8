package dev.rejoin.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb takes, before or after its name. */
final class GlobalOptions {
  @Option(
      names = {"-R", "--replica"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where the replica is ($REJOIN_HOME; default ~/.local/state/rejoin).")
  @Nullable Path replica;

  @Option(
      names = {"-S", "--space"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The space to work in ($REJOIN_SPACE; default the only one).")
  @Nullable String space;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The name that edits carry ($REJOIN_AUTHOR; default the user's name).")
  @Nullable String author;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON object; what goes on for long prints one per line.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print data and errors only.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Tell more, with stack traces of failures.")
  boolean verbose;

  @Option(names = "--no-progress", scope = ScopeType.INHERIT, description = "Show no progress.")
  boolean noProgress;

  @Option(
      names = "--offline",
      scope = ScopeType.INHERIT,
      description = "Open the directory itself; do not ask a running node.")
  boolean offline;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "Answer yes to questions.")
  boolean yes;
}
