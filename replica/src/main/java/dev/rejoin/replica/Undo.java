package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.EventSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes back, step by step, what one author did in one document from this device.
 *
 * <p>Safe for any thread. What others did stays, and deleted text comes back as the same atoms, so
 * notes and cursors in it come back with it. The steps are read from the journal: they are there
 * after a restart as they were before. A step is a change, or what was typed within a second; the
 * last {@link UndoSteps#MOST_STEPS} can be taken back.
 */
public final class Undo {
  private final Document document;
  private final String author;

  Undo(Document document, String author) {
    this.document = document;
    this.author = author;
  }

  /**
   * What was taken back.
   *
   * @param receipt of the change that does it
   * @param changes the newest first
   */
  public record Done(Receipt receipt, List<Change> changes) {}

  /** Takes back the newest step that is not taken back; empty if there is none. */
  public Optional<Done> undo() {
    return document.takeBack(author, EventSource.How.UNDO, UndoSteps::undone);
  }

  /** Takes back the newest undo after which the author did nothing else; empty if there is none. */
  public Optional<Done> redo() {
    return document.takeBack(author, EventSource.How.REDO, UndoSteps::redone);
  }

  public boolean canUndo() {
    return document.stepsOf(author).undone() != null;
  }

  public boolean canRedo() {
    return document.stepsOf(author).redone() != null;
  }
}
