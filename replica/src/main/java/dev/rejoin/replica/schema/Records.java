package dev.rejoin.replica.schema;

import dev.rejoin.crdt.MapContent;
import dev.rejoin.crdt.MapEdit;
import dev.rejoin.crdt.MapView;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Records as maps, without a schema: {@code tx.map("meter/4711").putAll(Records.of(reading))}.
 *
 * <p>A component is a field of the map: numbers, truth, text, bytes and {@link
 * dev.rejoin.crdt.Value} as values; enums by name; {@code Instant}, {@code LocalDate}, {@code
 * LocalTime}, {@code LocalDateTime}, {@code Duration}, {@code BigDecimal}, {@code BigInteger} and
 * {@code UUID} as text; lists and sets of these as nested lists and sets; records as nested maps.
 * An empty {@code Optional} has no field.
 */
public final class Records {
  private static final ClassValue<RecordType<?>> TYPES =
      new ClassValue<>() {
        @Override
        protected RecordType<?> computeValue(Class<?> type) {
          return new RecordType<>(type.asSubclass(Record.class), new Lenses());
        }
      };

  private Records() {}

  /**
   * How a record class lies in a map.
   *
   * @throws dev.rejoin.proto.RejoinException BAD_SCHEMA for a component that cannot be kept
   */
  @SuppressWarnings("unchecked") // the type of a class is made from the class
  public static <R extends Record> RecordType<R> type(Class<R> type) {
    return (RecordType<R>) TYPES.get(type);
  }

  /** All fields of a record, to be written into a map. */
  @SuppressWarnings("unchecked") // of its own class
  public static <R extends Record> MapContent of(R record) {
    return type((Class<R>) record.getClass()).content(record);
  }

  /** See {@link RecordType#read}. */
  public static <R extends Record> R read(MapView map, Class<R> type) {
    return type(type).read(map);
  }

  /** See {@link RecordType#find}. */
  public static <R extends Record> Optional<R> find(MapView map, Class<R> type) {
    return type(type).find(map);
  }

  /** See {@link RecordType#update}. */
  public static <R extends Record> R update(MapEdit map, Class<R> type, UnaryOperator<R> change) {
    return type(type).update(map, change);
  }
}
