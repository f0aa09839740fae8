package dev.rejoin.replica.schema;

import dev.rejoin.crdt.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The containers whose names match a pattern, in which a star stands for anything but a slash.
 *
 * @param record what its map, or the maps in it, hold
 * @param scalar what its values are
 */
record Declared(
    String pattern,
    Kind kind,
    Pattern names,
    @Nullable RecordType<?> record,
    @Nullable Scalar scalar,
    Stored stored) {
  static Pattern names(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.length() == 0 ? "" : "[^/]*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }

  boolean matches(String name, Kind of) {
    return kind == of && names.matcher(name).matches();
  }

  /** Patterns that say more of the name go first. */
  int letters() {
    return pattern.replace("*", "").length();
  }
}
