package dev.rejoin.proto;

import java.util.Locale;

/** The registry of errors as people read it. */
public final class ErrorTable {
  private ErrorTable() {}

  /** A Markdown table, the content of the page of errors. */
  public static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| Code | Name | What happened | What to do | Try again |\n");
    table.append("|---|---|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      table.append("| ").append(code.code()).append(" | `").append(code.name()).append("` | ");
      table.append(code.sentence()).append(" | ").append(code.remedy()).append(" | ");
      table.append(code.retry().name().toLowerCase(Locale.ROOT)).append(" |\n");
    }
    return table.toString();
  }
}
