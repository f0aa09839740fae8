package dev.rejoin.app;

/** The few colours of the command. */
enum Colour {
  GREEN(32),
  AMBER(33),
  RED(31),
  BLUE(34),
  /** Red and struck through: what is gone. */
  STRUCK("31;9");

  private final String code;

  Colour(int code) {
    this(Integer.toString(code));
  }

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
