package dev.rejoin.replica.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rejoin.crdt.Value;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every message has a sentence in every language, with all its parameters and no others. */
final class SentencesTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)\\}");

  @Test
  void every_message_has_its_parameters_in_every_language() {
    for (Locale language : Sentences.LANGUAGES) {
      Sentences sentences = Sentences.in(language, ZoneOffset.UTC);
      for (Class<?> message : Message.class.getPermittedSubclasses()) {
        TreeSet<String> wanted =
            Arrays.stream(message.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> said =
            PARAMETER
                .matcher(sentences.template(message.getSimpleName()))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, said, message.getSimpleName() + " in " + language);
      }
    }
  }

  @Test
  void the_languages_have_the_same_keys() throws IOException {
    assertEquals(keys("en"), keys("de"));
  }

  private static TreeSet<String> keys(String language) throws IOException {
    Properties all = new Properties();
    String name = "sentences_" + language + ".properties";
    try (var in = Sentences.class.getResourceAsStream(name)) {
      all.load(in);
    }
    return new TreeSet<>(all.stringPropertyNames());
  }

  /** Each message once, with parameters by their names and types; compared with a recorded file. */
  @Test
  void sentences_are_those_that_were_reviewed() throws Exception {
    for (Locale language : Sentences.LANGUAGES) {
      Sentences sentences = Sentences.in(language, ZoneOffset.UTC);
      StringBuilder all = new StringBuilder();
      for (Class<?> message : Message.class.getPermittedSubclasses()) {
        String said = sentences.say(sample(message));
        assertFalse(said.contains("{"), said);
        all.append(said).append('\n');
      }
      compare("sentences_" + language.getLanguage() + ".txt", all.toString());
    }
  }

  private static Message sample(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = sample(components[i]);
    }
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return (Message) constructor.newInstance(values);
  }

  private static Object sample(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == int.class) {
      return 2;
    } else if (type == Value.class) {
      return Value.of("Kick-off");
    } else if (type == Instant.class) {
      return Instant.parse("2026-11-20T10:04:00Z");
    } else if (type == Duration.class) {
      return Duration.ofMinutes(3 * 60 + 1);
    }
    return switch (component.getName()) {
      case "who" -> "Ana";
      case "other" -> "Ben";
      case "first" -> "Ana";
      case "place" -> "meta.title";
      case "document" -> "minutes";
      case "device" -> "laptop";
      case "conflict" -> "3fa90c12";
      case "change" -> "9130fd43";
      default -> component.getName();
    };
  }

  private static void compare(String name, String text) throws IOException {
    Path file = Path.of("src/test/resources/golden").resolve(name);
    if (Boolean.getBoolean("rejoin.golden.rewrite")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text, name);
  }

  @Test
  void applications_give_places_their_own_words() {
    Sentences sentences =
        Sentences.in(Locale.ENGLISH, ZoneOffset.UTC).withLabels(Map.of("meta.title", "the title"));
    assertEquals(
        "the title of minutes shows nothing: nobody has written it, or it was removed.",
        sentences.say(new Message.NoValue("minutes", "meta.title")));
  }

  @Test
  void what_others_wrote_is_never_taken_for_a_template() {
    Sentences sentences = Sentences.in(Locale.ENGLISH, ZoneOffset.UTC);
    String said = sentences.say(new Message.ByDefault("{value}", Value.of("{who} * {x")));
    assertEquals(
        "Shown is \"{who} * {x\" by {value}, by the default rule: it was written after more edits"
            + " than the others. The others are kept.",
        said);
  }

  @Test
  void long_values_are_cut_and_unknown_languages_speak_english() {
    Sentences sentences = Sentences.in(Locale.JAPANESE, ZoneOffset.UTC);
    String said =
        sentences.say(new Message.ByTie("Ana", Value.of("\uD83D\uDE00".repeat(60) + "x")));
    assertEquals(true, said.startsWith("Shown is \"" + "\uD83D\uDE00".repeat(40) + "…\" by Ana"));
    assertEquals(
        "Shown is a map by Ana",
        sentences
            .say(
                new Message.ByTie(
                    "Ana", new Value.Nested(dev.rejoin.crdt.Kind.MAP, java.util.List.of())))
            .substring(0, 21));
  }
}
