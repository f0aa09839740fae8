package dev.rejoin.replica.schema;

import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one Java type is kept as a value: numbers, truth, text and bytes as such; enums by name;
 * days, times and exact numbers as text in the form of their {@code toString}.
 */
final class Scalar {
  private static final int SHOWN_CHARS = 40;

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          long.class, Long.class,
          int.class, Integer.class,
          short.class, Short.class,
          byte.class, Byte.class,
          double.class, Double.class,
          float.class, Float.class,
          boolean.class, Boolean.class);

  private static final Map<Class<?>, Function<String, Object>> AS_TEXT =
      Map.of(
          Instant.class, Instant::parse,
          LocalDate.class, LocalDate::parse,
          LocalTime.class, LocalTime::parse,
          LocalDateTime.class, LocalDateTime::parse,
          Duration.class, Duration::parse,
          BigDecimal.class, BigDecimal::new,
          BigInteger.class, BigInteger::new,
          UUID.class, UUID::fromString);

  private final Class<?> type;

  private Scalar(Class<?> type) {
    this.type = type;
  }

  /** How a type is kept; null for one that is no scalar. */
  static @Nullable Scalar of(Class<?> type) {
    Class<?> boxed = BOXES.getOrDefault(type, type);
    boolean known =
        BOXES.containsValue(boxed)
            || AS_TEXT.containsKey(boxed)
            || boxed.isEnum()
            || boxed == String.class
            || boxed == byte[].class
            || boxed == Value.class;
    return known ? new Scalar(boxed) : null;
  }

  /** The type, boxed. */
  Class<?> type() {
    return type;
  }

  Value write(Object object) {
    try {
      if (object instanceof Value value) {
        return value;
      } else if (object instanceof Double || object instanceof Float) {
        return Value.of(((Number) object).doubleValue());
      } else if (type.getSuperclass() == Number.class && BOXES.containsValue(type)) {
        return Value.of(((Number) object).longValue());
      } else if (object instanceof Boolean truth) {
        return Value.of(truth.booleanValue());
      } else if (object instanceof byte[] content) {
        return Value.of(content);
      } else if (object instanceof Enum<?> constant) {
        return Value.of(constant.name());
      }
      return Value.of(object.toString());
    } catch (RefusedEditException e) {
      throw misfit(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The object that a value stands for.
   *
   * @throws RejoinException SCHEMA_MISMATCH with what was expected and what is there
   */
  Object read(Value value) {
    if (type == Value.class && !(value instanceof Value.Nested)) {
      return value;
    } else if (value instanceof Value.Int whole) {
      return number(whole.number64());
    } else if (value instanceof Value.Real real && type == Double.class) {
      return real.number64();
    } else if (value instanceof Value.Real real && type == Float.class) {
      return (float) real.number64();
    } else if (value instanceof Value.Bool bool && type == Boolean.class) {
      return bool.truth();
    } else if (value instanceof Value.Bytes bytes && type == byte[].class) {
      return bytes.content();
    } else if (value instanceof Value.Str str) {
      return text(str);
    }
    throw wrong(value);
  }

  private Object number(long number) {
    if (type == Long.class) {
      return number;
    } else if (type == Double.class) {
      return (double) number;
    } else if (type == Float.class) {
      return (float) number;
    } else if (type == Integer.class && number == (int) number) {
      return (int) number;
    } else if (type == Short.class && number == (short) number) {
      return (short) number;
    } else if (type == Byte.class && number == (byte) number) {
      return (byte) number;
    }
    throw wrong(Value.of(number));
  }

  private Object text(Value.Str str) {
    if (type == String.class) {
      return str.text();
    }
    try {
      if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          if (((Enum<?>) constant).name().equals(str.text())) {
            return constant;
          }
        }
      }
      Function<String, Object> parse = AS_TEXT.get(type);
      if (parse != null) {
        return parse.apply(str.text());
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      throw wrong(str);
    }
    throw wrong(str);
  }

  /** The type in words. */
  String name() {
    if (type == Value.class) {
      return "any value";
    } else if (type.isEnum()) {
      return "one of " + java.util.Arrays.toString(type.getEnumConstants());
    }
    return type == byte[].class ? "bytes" : type.getSimpleName();
  }

  private RejoinException wrong(Value value) {
    return misfit("expected " + name() + ", found " + describe(value));
  }

  static RejoinException misfit(String detail) {
    return new RejoinException(ErrorCode.SCHEMA_MISMATCH, detail);
  }

  /** A value in words, cut to a length that fits a line. */
  static String describe(Value value) {
    if (value instanceof Value.Nested nested) {
      return "a nested " + nested.kind().name().toLowerCase(java.util.Locale.ROOT);
    }
    String shown = value.toString();
    shown = shown.length() > SHOWN_CHARS ? shown.substring(0, SHOWN_CHARS) + "…" : shown;
    return value instanceof Value.Str ? "text '" + shown + "'" : shown;
  }

  @Override
  public String toString() {
    return name();
  }
}
