package dev.rejoin.proto;

/** What the rows of a body or a bundle are read from. */
final class RowInput {
  final BodyColumns columns = new BodyColumns();
  final Slice payload = new Slice();
  String text = "";

  void clear() {
    columns.clear();
    payload.clear();
    text = "";
  }
}
