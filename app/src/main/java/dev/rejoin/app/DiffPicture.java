package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.Value;
import dev.rejoin.replica.Diff;
import dev.rejoin.replica.DiffText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diff for people, in colour on a terminal, and for programs. */
final class DiffPicture {
  private final Invocation invocation;
  private final Diff diff;
  private final boolean colour;

  DiffPicture(Invocation invocation, Diff diff) {
    this.invocation = invocation;
    this.diff = diff;
    this.colour = invocation.terminal().colour();
  }

  /** Adds the diff to an answer. */
  ObjectNode json(ObjectNode answer) {
    answer.put("from", diff.from().token()).put("to", diff.to().token());
    ArrayNode changes = answer.putArray("changes");
    for (ContainerEvent change : diff.changes()) {
      ObjectNode one =
          changes
              .addObject()
              .put("container", change.container().toString())
              .put("kind", change.container().kind().name().toLowerCase(Locale.ROOT));
      EventLines.describe(change, new ArrayList<>(), one);
      if (change instanceof ContainerEvent.ValueChanged value) {
        one.set("before", value.before().map(Values::json).orElse(NullNode.instance));
      }
    }
    return answer;
  }

  /** Prints texts as the lines that changed, and what became of everything else. */
  void words() {
    for (ContainerEvent change : diff.changes()) {
      List<String> lines = new ArrayList<>();
      if (change instanceof ContainerEvent.TextChanged text) {
        diff.texts().stream()
            .filter(of -> of.container().equals(text.container()))
            .forEach(of -> of.changedLines().forEach(line -> lines.add(line(line))));
        addFormats(text, lines);
      } else {
        others(change, lines);
      }
      invocation.print(change.container().toString());
      invocation.printShown(lines.stream().map(line -> "  " + line).toList());
    }
  }

  private static void addFormats(ContainerEvent.TextChanged text, List<String> lines) {
    for (Delta delta : text.deltas()) {
      if (delta instanceof Delta.Retain retain) {
        EventLines.formats(retain, lines);
      }
    }
  }

  private String line(List<DiffText.Piece> pieces) {
    StringBuilder line = new StringBuilder();
    for (DiffText.Piece piece : pieces) {
      String text = piece.text().replace("\n", "⏎\n  ");
      switch (piece.what()) {
        case KEPT -> line.append(visible(text));
        case REMOVED -> line.append(painted(Colour.STRUCK, text, "[-", "-]"));
        case ADDED -> line.append(painted(Colour.GREEN, text, "{+", "+}"));
      }
    }
    return line.toString();
  }

  private String painted(Colour paint, String text, String open, String close) {
    return colour ? paint.paint(visible(text)) : open + visible(text) + close;
  }

  /** Line ends stay, everything else that steers a terminal is made visible. */
  private static String visible(String text) {
    return String.join("\n", List.of(text.split("\n", -1)).stream().map(Formats::visible).toList());
  }

  private void others(ContainerEvent change, List<String> lines) {
    if (change instanceof ContainerEvent.ValueChanged value) {
      String key = value.key().isEmpty() ? "" : value.key() + "  ";
      String was = value.before().map(Value::toString).orElse("");
      String is = value.after().map(Value::toString).orElse("");
      lines.add(
          visible(key)
              + (was.isEmpty() ? "" : painted(Colour.STRUCK, was, "[-", "-]"))
              + (is.isEmpty() ? "" : painted(Colour.GREEN, is, "{+", "+}")));
      return;
    }
    List<String> plain = new ArrayList<>();
    EventLines.describe(change, plain, Json.object());
    for (String line : plain) {
      boolean added = line.startsWith("+");
      boolean gone = line.startsWith("−");
      String shown = Formats.visible(line);
      lines.add(
          !colour || !added && !gone ? shown : (added ? Colour.GREEN : Colour.RED).paint(shown));
    }
  }

  /** Prints texts in the format of patches; the rest as lines that tools skip. */
  void unified() {
    for (String line : diff.unified().split("\n")) {
      boolean head = line.startsWith("---") || line.startsWith("+++");
      String shown = Formats.visible(line);
      if (colour && !head && (line.startsWith("+") || line.startsWith("-"))) {
        shown = (line.startsWith("+") ? Colour.GREEN : Colour.RED).paint(shown);
      }
      if (!line.isEmpty()) {
        invocation.printShown(List.of(shown));
      }
    }
    for (ContainerEvent change : diff.changes()) {
      if (!(change instanceof ContainerEvent.TextChanged)) {
        List<String> lines = new ArrayList<>();
        EventLines.describe(change, lines, Json.object());
        lines.forEach(line -> invocation.print("# " + change.container() + "  " + line));
      }
    }
  }
}
