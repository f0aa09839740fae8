package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A format that documents are written in or read from. */
enum ExchangeFormat {
  TEXT("text", true),
  MD("md", true),
  MD_COMMENTS("md+comments", false),
  HTML("html", false),
  JSON("json", true),
  W3C("w3c", true),
  JSONL_HISTORY("jsonl-history", false);

  private final String word;
  private final boolean readable;

  ExchangeFormat(String word, boolean readable) {
    this.word = word;
    this.readable = readable;
  }

  /** As an option says it. */
  String word() {
    return word;
  }

  /** The name of a text directly in the document, where others are not possible. */
  static String root(FieldPath path) {
    if (!path.isRoot()) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "annotations are written and read for texts directly in a document, not for " + path);
    }
    return path.first();
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
