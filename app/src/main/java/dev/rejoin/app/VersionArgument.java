package dev.rejoin.app;

import dev.rejoin.crdt.Heads;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * Versions and times as people write them: {@code now}, a name, a token, the id of a change; {@code
 * 2026-11-20}, {@code 2026-11-20 18:30}, {@code 18:30} today, an instant in UTC, or how long ago it
 * was, {@code 2h}.
 */
final class VersionArgument {
  private static final String TIMES =
      "2026-11-20, '2026-11-20 18:30', 18:30, or 2h for two hours ago";

  private VersionArgument() {}

  /** The version that an argument means; a day means its end. */
  static Heads find(Document document, String argument) {
    if (argument.equals("now")) {
      return document.history().heads();
    }
    try {
      return document.history().find(argument);
    } catch (RejoinException e) {
      Optional<Instant> time = time(argument, true);
      if (e.code() != ErrorCode.VERSION_UNKNOWN || time.isEmpty()) {
        throw e;
      }
      return document.history().at(time.get());
    }
  }

  /** Refuses a name that would be read as something else, or hide a time. */
  static void checkName(String name) {
    if (name.equals("now") || time(name, true).isPresent()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + name + "' means a time, so it cannot be the name of a version",
          "Use another name, such as 'sent to print'.",
          null);
    }
  }

  /** The time that an argument means; a day means its beginning. */
  static Instant since(String argument) {
    return time(argument, false)
        .orElseThrow(
            () ->
                new RejoinException(
                    ErrorCode.BAD_ARGUMENT,
                    "'" + argument + "' is no time",
                    "Write " + TIMES + ".",
                    null));
  }

  private static Optional<Instant> time(String argument, boolean endOfDay) {
    ZoneId zone = ZoneId.systemDefault();
    try {
      if (argument.endsWith("Z")) {
        return Optional.of(Instant.parse(argument));
      } else if (argument.matches("\\d{4}-\\d\\d-\\d\\d")) {
        LocalDate day = LocalDate.parse(argument);
        Instant start = (endOfDay ? day.plusDays(1) : day).atStartOfDay(zone).toInstant();
        return Optional.of(endOfDay ? start.minusMillis(1) : start);
      } else if (argument.matches("\\d{4}-\\d\\d-\\d\\d[ T].*")) {
        LocalDateTime time = LocalDateTime.parse(argument.replace(' ', 'T'));
        return Optional.of(upTo(time, argument, endOfDay).atZone(zone).toInstant());
      } else if (argument.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
        LocalDateTime time = LocalDate.now(zone).atTime(LocalTime.parse(argument));
        return Optional.of(upTo(time, argument, endOfDay).atZone(zone).toInstant());
      } else if (argument.matches("\\d+(s|m|h|d)")) {
        Duration ago = new Durations().convert(argument);
        return Optional.of(Instant.now().minus(ago));
      }
    } catch (DateTimeParseException | TypeConversionException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** History shows minutes, so a minute means all of it where its end is asked for. */
  private static LocalDateTime upTo(LocalDateTime time, String argument, boolean end) {
    boolean minute = argument.matches(".*\\d\\d:\\d\\d") && !argument.matches(".*:\\d\\d:\\d\\d");
    return end && minute ? time.plusMinutes(1).minusNanos(1_000_000) : time;
  }
}
