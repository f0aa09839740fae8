package dev.rejoin.app;

import picocli.CommandLine.Command;

/** {@code rejoin undo}: takes back the author's newest step. */
@Command(
    name = "undo",
    description = "Take back your newest step in a document; what others did stays.",
    footer = {
      "A step is an edit, or what was typed within a second, made on this device",
      "by --author. Deleted text comes back as the same text, with the notes in it."
    })
final class UndoCommand extends StepCommand {
  UndoCommand(Invocation invocation) {
    super(invocation, false);
  }
}
