package dev.rejoin.replica.rules;

import dev.rejoin.crdt.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Says messages in a language, with the words that an application has for its fields. Immutable.
 *
 * <p>A template has the components of its message in braces; a test compares the two for every
 * message and language.
 */
public final class Sentences {
  /** The languages there are; English stands in for others. */
  public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

  private static final int LONGEST_VALUE = 80;

  private final ZoneId zone;
  private final Properties templates;
  private final Map<String, String> labels;

  private Sentences(ZoneId zone, Properties templates, Map<String, String> labels) {
    this.zone = zone;
    this.templates = templates;
    this.labels = labels;
  }

  /** Sentences in a language, with times in a zone. */
  public static Sentences in(Locale locale, ZoneId zone) {
    Locale spoken =
        LANGUAGES.stream()
            .filter(known -> known.getLanguage().equals(locale.getLanguage()))
            .findFirst()
            .orElse(Locale.ENGLISH);
    String name = "sentences_" + spoken.getLanguage() + ".properties";
    Properties templates = new Properties();
    try (InputStream in = Sentences.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue " + name + " is missing");
      }
      templates.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sentences(zone, templates, Map.of());
  }

  /** The same with an application's words for places, by path as it stands in conflicts. */
  public Sentences withLabels(Map<String, String> words) {
    return new Sentences(zone, templates, new TreeMap<>(words));
  }

  /** The message as one sentence. */
  public String say(Message message) {
    String template = template(message.key());
    StringBuilder said = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
      int close = template.indexOf('}', open);
      said.append(template, at, open);
      said.append(shown(message, template.substring(open + 1, close)));
      at = close + 1;
    }
    return said.append(template.substring(at)).toString();
  }

  /** Several sentences as one paragraph. */
  public String say(List<Message> messages) {
    return String.join(" ", messages.stream().map(this::say).toList());
  }

  String template(String key) {
    String template = templates.getProperty(key);
    if (template == null) {
      throw new IllegalStateException("the catalogue has no sentence for " + key);
    }
    return template;
  }

  private String shown(Message message, String name) {
    for (RecordComponent component : message.getClass().getRecordComponents()) {
      if (component.getName().equals(name)) {
        try {
          return shown(name, component.getAccessor().invoke(message));
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException("a message that cannot be read: " + message.key(), e);
        }
      }
    }
    throw new IllegalStateException("no parameter " + name + " in " + message.key());
  }

  private String shown(String name, Object parameter) {
    if (parameter instanceof Value value) {
      return value(value);
    }
    if (parameter instanceof Instant time) {
      return DateTimeFormatter.ofPattern(template("time"), Locale.ROOT).format(time.atZone(zone));
    }
    if (parameter instanceof Duration duration) {
      return duration(duration);
    }
    String text = parameter.toString();
    return name.equals("place") ? labels.getOrDefault(text, text) : text;
  }

  private String value(Value value) {
    if (value instanceof Value.Nested nested) {
      return template("kind." + nested.kind().name().toLowerCase(Locale.ROOT));
    }
    String text = value.toString();
    if (text.length() > LONGEST_VALUE) {
      int end = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1)) ? 1 : 0;
      text = text.substring(0, LONGEST_VALUE - end) + "…";
    }
    return value instanceof Value.Str ? template("quoted").replace("*", text) : text;
  }

  /** In the two largest units: 2 days 3 hours. */
  private String duration(Duration duration) {
    long minutes = Math.max(1, duration.toMinutes());
    long days = minutes / 1440;
    long hours = minutes / 60 % 24;
    if (days > 0) {
      return unit(days, "day") + (hours > 0 ? " " + unit(hours, "hour") : "");
    }
    if (hours > 0) {
      return unit(hours, "hour") + (minutes % 60 > 0 ? " " + unit(minutes % 60, "minute") : "");
    }
    return unit(minutes, "minute");
  }

  private String unit(long count, String unit) {
    return count + " " + template(unit + (count == 1 ? ".one" : ".many"));
  }
}
