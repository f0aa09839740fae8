package dev.rejoin.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command and its subcommands; a new verb is registered in {@link #commandLine}. */
@Command(
    name = "rejoin",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionCommand.Provider.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Edit apart, rejoin without losing anything.")
final class Verbs implements Callable<Integer> {
  @Mixin private final GlobalOptions options;
  @Spec private CommandSpec spec;

  private Verbs(GlobalOptions options) {
    this.options = options;
    this.spec = CommandSpec.create();
  }

  /** The whole command line for one run. */
  static CommandLine commandLine(Invocation invocation) {
    CommandLine line = new CommandLine(new Verbs(invocation.options()));
    line.addSubcommand("init", new InitCommand(invocation));
    line.addSubcommand("version", new VersionCommand(invocation));
    line.addSubcommand("space", space(invocation));
    line.addSubcommand("docs", new DocsCommand(invocation));
    line.addSubcommand("cat", new CatCommand(invocation));
    line.addSubcommand("edit", new EditCommand(invocation));
    line.addSubcommand("annotate", AnnotateCommand.line(invocation));
    line.addSubcommand("undo", new UndoCommand(invocation));
    line.addSubcommand("redo", new RedoCommand(invocation));
    line.addSubcommand("history", new HistoryCommand(invocation));
    line.addSubcommand("name", new NameCommand(invocation));
    line.addSubcommand("diff", new DiffCommand(invocation));
    line.addSubcommand("blame", new BlameCommand(invocation));
    line.addSubcommand("restore", new RestoreCommand(invocation));
    line.addSubcommand("revert", new RevertCommand(invocation));
    line.addSubcommand("export", new ExportCommand(invocation));
    line.addSubcommand("import", new ImportCommand(invocation));
    line.addSubcommand("conflicts", ConflictsCommand.line(invocation));
    line.addSubcommand("rules", RulesSetCommand.line(invocation));
    line.addSubcommand("why", new WhyCommand(invocation));
    line.addSubcommand("sync", new SyncCommand(invocation));
    line.addSubcommand("status", new StatusCommand(invocation));
    line.addSubcommand("peers", new PeersCommand(invocation));
    line.addSubcommand("presence", new PresenceCommand(invocation));
    line.addSubcommand("relay", relay(invocation));
    line.addSubcommand("listen", new ListenCommand(invocation));
    line.addSubcommand("connect", new ConnectCommand(invocation));
    line.addSubcommand("demo", new DemoCommand(invocation));
    line.addSubcommand("bench", BenchCommand.line(invocation));
    line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
    Failures failures = new Failures(invocation);
    line.setOut(invocation.terminal().out());
    line.setErr(invocation.terminal().err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionStrategy(
        parsed -> {
          Logging.setUp(invocation.options());
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line;
  }

  private static CommandLine space(Invocation invocation) {
    CommandLine group = Group.of("space", "Make, share and join spaces.");
    group.addSubcommand("create", new SpaceCreateCommand(invocation));
    group.addSubcommand("invite", new SpaceInviteCommand(invocation));
    group.addSubcommand("join", new SpaceJoinCommand(invocation));
    group.addSubcommand("list", new SpaceListCommand(invocation));
    return group;
  }

  private static CommandLine relay(Invocation invocation) {
    CommandLine group = Group.of("relay", "Store and forward for devices that are away.");
    group.addSubcommand("serve", new RelayCommand(invocation));
    return group;
  }

  /** Without a verb there is nothing to do. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing verb: what shall be done?");
  }
}
