package dev.rejoin.replica.schema;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The components of a record class, and how to take a record apart and make one. */
final class Shape {
  /** A component: its name, how it is kept, and how to ask a record for it. */
  record Component(String name, Form form, Method accessor) {}

  private final Class<? extends Record> type;
  private final List<Component> components;
  private final Constructor<? extends Record> constructor;

  private Shape(
      Class<? extends Record> type,
      List<Component> components,
      Constructor<? extends Record> constructor) {
    this.type = type;
    this.components = List.copyOf(components);
    this.constructor = constructor;
  }

  /**
   * The shape of a record class.
   *
   * @throws RejoinException BAD_SCHEMA for a type that cannot be kept, or a record within itself
   */
  static Shape of(Class<? extends Record> type) {
    return of(type, new ArrayDeque<>());
  }

  private static Shape of(Class<? extends Record> type, Deque<Class<?>> above) {
    if (above.contains(type)) {
      throw bad("the record " + type.getSimpleName() + " contains itself");
    }
    if (type.getRecordComponents() == null || type.getRecordComponents().length == 0) {
      throw bad(type.getSimpleName() + " is no record with components");
    }
    above.push(type);
    List<Component> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Form form = form(component.getGenericType(), above);
      if (form == null) {
        throw bad(
            "the component '%s' of %s has a type that cannot be kept: %s"
                .formatted(
                    component.getName(),
                    type.getSimpleName(),
                    component.getGenericType().getTypeName()));
      }
      components.add(new Component(component.getName(), form, component.getAccessor()));
    }
    above.pop();
    return open(type, components);
  }

  private static Shape open(Class<? extends Record> type, List<Component> components) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      components.forEach(component -> component.accessor().setAccessible(true));
      return new Shape(type, components, constructor);
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw bad("the record " + type.getName() + " cannot be opened: " + e.getMessage());
    }
  }

  private static @Nullable Form form(Type type, Deque<Class<?>> above) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        Form form = form(inner, above);
        return form instanceof Form.One one && !one.optional()
            ? new Form.One(one.scalar(), true)
            : form instanceof Form.Part part && !part.optional()
                ? new Form.Part(part.shape(), true)
                : null;
      }
      boolean set = generic.getRawType() == Set.class;
      Scalar element = inner instanceof Class<?> of ? Scalar.of(of) : null;
      return element != null && (set || generic.getRawType() == List.class)
          ? new Form.Many(element, set)
          : null;
    }
    if (!(type instanceof Class<?> of)) {
      return null;
    }
    if (of.isRecord()) {
      return new Form.Part(of(of.asSubclass(Record.class), above), false);
    }
    Scalar scalar = Scalar.of(of);
    return scalar == null ? null : new Form.One(scalar, false);
  }

  Class<? extends Record> type() {
    return type;
  }

  List<Component> components() {
    return components;
  }

  /** What a record has as a component. */
  static Object get(Record record, Component component) {
    Object found;
    try {
      found = component.accessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw Scalar.misfit("component '" + component.name() + "' cannot be read: " + e.getCause());
    }
    if (found == null) {
      throw Scalar.misfit(
          "component '" + component.name() + "' is null: use an Optional where it may be absent");
    }
    return found;
  }

  Record make(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new RejoinException(
          ErrorCode.SCHEMA_MISMATCH,
          type.getSimpleName() + " refuses what is there: " + e.getCause(),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that was opened cannot be made: " + type, e);
    }
  }

  static RejoinException bad(String detail) {
    return new RejoinException(ErrorCode.BAD_SCHEMA, detail);
  }
}
