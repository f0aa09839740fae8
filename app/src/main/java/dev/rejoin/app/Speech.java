package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Sentences;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** In which language sentences are said. */
final class Speech {
  @Option(
      names = "--lang",
      paramLabel = "LANG",
      defaultValue = "en",
      description = "The language of sentences: en or de; ${DEFAULT-VALUE} if not given.")
  private String language = "en";

  Sentences sentences() {
    boolean known =
        Sentences.LANGUAGES.stream().anyMatch(locale -> locale.getLanguage().equals(language));
    if (!known) {
      throw new IllegalArgumentException("there are sentences in en and de, not in " + language);
    }
    return Sentences.in(Locale.forLanguageTag(language), ZoneId.systemDefault());
  }

  /** Messages with their keys and sentences. */
  static void put(ObjectNode into, Sentences sentences, List<Message> messages) {
    ArrayNode all = into.putArray("sentences");
    for (Message message : messages) {
      all.addObject().put("key", message.key()).put("text", sentences.say(message));
    }
  }
}
