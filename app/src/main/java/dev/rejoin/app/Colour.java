package dev.rejoin.app;

/** The few colours of the command. */
enum Colour {
  GREEN(32),
  AMBER(33),
  RED(31),
  BLUE(34);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
