package dev.rejoin.crdt;

import java.util.Arrays;
import java.util.List;

/**
 * What a register, a map entry or a set holds.
 *
 * <p>Immutable; totally ordered, first by type in the order of declaration, then by content, so
 * that sets list their elements alike everywhere.
 */
public sealed interface Value extends Comparable<Value> {
  /** The number of the type in the format and in the order of types; never reused. */
  int number();

  /** Text, at most {@link Limits#MAX_VALUE_BYTES} long in UTF-8 and without lone surrogates. */
  record Str(String text) implements Value {
    public Str {
      Refusal.checkText(text);
      Refusal.checkValueSize(Utf8.length(text));
    }

    @Override
    public int number() {
      return 1;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A whole number of 64 bits. */
  record Int(long number64) implements Value {
    @Override
    public int number() {
      return 2;
    }

    @Override
    public String toString() {
      return Long.toString(number64);
    }
  }

  /** A floating-point number; all NaNs are one, and 0.0 and -0.0 are two. */
  record Real(double number64) implements Value {
    @Override
    public int number() {
      return 3;
    }

    @Override
    public String toString() {
      return Double.toString(number64);
    }
  }

  /** True or false. */
  record Bool(boolean truth) implements Value {
    @Override
    public int number() {
      return 4;
    }

    @Override
    public String toString() {
      return Boolean.toString(truth);
    }
  }

  /** Raw bytes, at most {@link Limits#MAX_VALUE_BYTES}; copied in and out. */
  record Bytes(byte[] content) implements Value {
    public Bytes {
      Refusal.checkValueSize(content.length);
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }

    @Override
    public int number() {
      return 5;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
      return content.length + " bytes";
    }
  }

  /**
   * The mark of a nested container in a map entry or an element of a list; its state lives under
   * the derived {@link ContainerId.Child} or {@link ContainerId.Element}. Nothing else holds it.
   *
   * @param generation of a map entry, see there; empty in an element
   */
  record Nested(Kind kind, List<OpId> generation) implements Value {
    public Nested {
      generation = generation.stream().sorted().toList();
    }

    @Override
    public int number() {
      return 6;
    }

    @Override
    public String toString() {
      return "{" + kind + "}";
    }
  }

  static Value of(String text) {
    return new Str(text);
  }

  static Value of(long number) {
    return new Int(number);
  }

  static Value of(double number) {
    return new Real(number);
  }

  static Value of(boolean truth) {
    return new Bool(truth);
  }

  static Value of(byte[] content) {
    return new Bytes(content);
  }

  @Override
  default int compareTo(Value other) {
    if (this instanceof Str a && other instanceof Str b) {
      return a.text.compareTo(b.text);
    }
    if (this instanceof Int a && other instanceof Int b) {
      return Long.compare(a.number64, b.number64);
    }
    if (this instanceof Real a && other instanceof Real b) {
      return Double.compare(a.number64, b.number64);
    }
    if (this instanceof Bool a && other instanceof Bool b) {
      return Boolean.compare(a.truth, b.truth);
    }
    if (this instanceof Bytes a && other instanceof Bytes b) {
      return compareUnsigned(a.content, b.content);
    }
    if (this instanceof Nested a && other instanceof Nested b) {
      int order = a.kind.compareTo(b.kind);
      return order != 0 ? order : a.generation.toString().compareTo(b.generation.toString());
    }
    return Integer.compare(number(), other.number());
  }

  /** As {@link Arrays} has it, but not where the core runs compiled to JavaScript. */
  private static int compareUnsigned(byte[] a, byte[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] != b[i]) {
        return Integer.compare(a[i] & 0xFF, b[i] & 0xFF);
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
