package dev.rejoin.app;

import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.Diff;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.History;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin diff}: how one version of a document became another. */
@Command(
    name = "diff",
    description = "Tell how one version of a document became another.",
    footer = {
      "A version is a name, a token, the id of a change (up to that change), a time,",
      "or now. Without TO it is now; without both, what the newest change did."
    })
final class DiffCommand extends Verb {
  @Parameters(index = "0", paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "FROM", description = "a version")
  private @Nullable String from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      defaultValue = "now",
      description = "another one, also an older one")
  private String to = "now";

  @ArgGroup(exclusive = true)
  private @Nullable Form form;

  /** How texts are shown. */
  static final class Form {
    @Option(
        names = "--word",
        description = "Lines that differ, words as they changed (the default).")
    private boolean word;

    @Option(names = "--unified", description = "Line by line, as diff -u and patch write it.")
    private boolean unified;
  }

  DiffCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      DiffPicture picture = new DiffPicture(invocation, diff(place.document()));
      if (invocation.json()) {
        invocation.print(picture.json(place.json()));
      } else if (form != null && form.unified) {
        picture.unified();
      } else {
        picture.words();
      }
    }
    return ExitCode.DONE;
  }

  private Diff diff(Document of) {
    History history = of.history();
    if (from != null) {
      return history.diff(VersionArgument.find(of, from), VersionArgument.find(of, to));
    }
    List<String> newest = history.latest(1).stream().map(entry -> entry.id()).toList();
    Heads now = newest.isEmpty() ? Heads.none() : history.find(newest.get(0));
    return history.diff(newest.isEmpty() ? now : history.before(newest.get(0)), now);
  }
}
