package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A format that documents are written in or read from. */
enum ExchangeFormat {
  TEXT(true),
  MD(true),
  HTML(false),
  JSON(true),
  JSONL_HISTORY(false);

  private final boolean readable;

  ExchangeFormat(boolean readable) {
    this.readable = readable;
  }

  /** As an option says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ExchangeFormat toWrite(String word) {
    return find(word, List.of(values()));
  }

  static ExchangeFormat toRead(String word) {
    return find(word, Stream.of(values()).filter(format -> format.readable).toList());
  }

  private static ExchangeFormat find(String word, List<ExchangeFormat> among) {
    return among.stream()
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new RejoinException(
                    ErrorCode.BAD_ARGUMENT,
                    "'%s' is no format here; there are %s"
                        .formatted(
                            word,
                            among.stream()
                                .map(ExchangeFormat::word)
                                .collect(Collectors.joining(", ")))));
  }
}
