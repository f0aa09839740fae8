package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The section of the page that tells what signed changes cost. */
final class SignedTable {
  /** Live typing with one key in a change costs at most this, everything included. */
  private static final int WIRE_BUDGET = 130;

  private static final int DISK_BUDGET = 200;

  /** What sealing a body will add: the tag of AES-SIV, and one byte that names the key. */
  private static final int SEAL = 16;

  private static final int SEAL_KEY = 2;

  private final List<SignedSizes.Sizes> rows;

  SignedTable(List<SignedSizes.Sizes> rows) {
    this.rows = rows;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## Signed changes");
    lines.add("");
    lines.add(
        "Rejoin alone, bytes: letters typed at the end of a text, in a replica with a store. Means of "
            + SignedSizes.CHANGES
            + " changes after "
            + SignedSizes.BASE
            + " letters; document '"
            + SignedSizes.DOCUMENT
            + "', author '"
            + SignedSizes.AUTHOR
            + "', whose names are in each change.");
    lines.add("");
    lines.add(
        "| keystrokes in a change | change | frame with this change | for each keystroke | further"
            + " change in the frame | on disk | for each keystroke | frame, sealed (computed) |"
            + " on disk, sealed (computed) |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    rows.forEach(row -> lines.add(line(row)));
    lines.addAll(notes());
    return lines;
  }

  private List<String> notes() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "A frame is its length, a number, the changes of one replica and one signature of 64 bytes"
            + " for all of them. On disk are keys and values of"
            + families()
            + ", the signature included, before RocksDB compresses blocks; its log holds them"
            + " once more until it is dropped, and snapshots come on top.");
    lines.add("");
    lines.add(
        "Bodies are not sealed yet. The columns that say computed add "
            + (SEAL + SEAL_KEY)
            + " bytes: "
            + SEAL
            + " for the tag of AES-SIV, "
            + SEAL_KEY
            + " for the number of the key. Nothing of that was measured.");
    for (SignedSizes.Sizes row : rows) {
      if (row.keys() == 1) {
        lines.addAll(List.of("", budget(row)));
      }
    }
    return lines;
  }

  private String families() {
    StringBuilder names = new StringBuilder();
    rows.get(0)
        .disk()
        .forEach(
            (family, bytes) ->
                names
                    .append(names.isEmpty() ? " `" : ", `")
                    .append(family)
                    .append("` (")
                    .append(shown(bytes))
                    .append(" with one keystroke)"));
    return names.toString();
  }

  private String line(SignedSizes.Sizes row) {
    String cells =
        String.join(
            " | ",
            shown(row.change()),
            "**" + shown(row.frame()) + "**",
            shown(row.frame() / row.keys()),
            shown(row.further()),
            "**" + shown(row.onDisk()) + "**",
            shown(row.onDisk() / row.keys()),
            shown(row.frame() + SEAL + SEAL_KEY),
            shown(row.onDisk() + SEAL + SEAL_KEY));
    return "| " + row.keys() + " | " + cells + " |";
  }

  private static String budget(SignedSizes.Sizes row) {
    return String.format(
        Locale.ROOT,
        "The budget for one keystroke in a change is %d bytes on the wire (%s) and %d on disk (%s).",
        WIRE_BUDGET,
        verdict(row.frame(), WIRE_BUDGET),
        DISK_BUDGET,
        verdict(row.onDisk(), DISK_BUDGET));
  }

  private static String verdict(double bytes, int budget) {
    double sealed = bytes + SEAL + SEAL_KEY;
    if (bytes > budget) {
      return "missed by " + shown(bytes - budget);
    }
    return sealed > budget
        ? "kept; sealed it would be missed by " + shown(sealed - budget)
        : "kept, also when sealed";
  }

  private static String shown(double bytes) {
    return String.format(Locale.ROOT, "%.1f B", bytes).replace(".0 B", " B");
  }

  /** The same as one object for each row. */
  void json(ObjectNode answer) {
    for (SignedSizes.Sizes row : rows) {
      ObjectNode one = answer.withArray("signed").addObject();
      one.put("keystrokes", row.keys()).put("change", row.change()).put("frame", row.frame());
      one.put("furtherChange", row.further()).put("disk", row.onDisk());
      row.disk().forEach(one.putObject("families")::put);
    }
  }
}
