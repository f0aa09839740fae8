package dev.rejoin.proto;

/** The columns of numbers of a message Body, and its fields that are one number each. */
final class BodyColumns {
  final Column kind = new Column();
  final Column atoms = new Column();
  final Column container = new Column();
  final Column refReplica = new Column();
  final Column refSeq = new Column();
  final Column detail = new Column();
  final Column payloadLength = new Column();
  final Column number = new Column();
  final Column depReplica = new Column();
  final Column depSeq = new Column();
  long gap;
  long lamport;
  long time;
  int flags;
  int schema;
  int minReader;
  int minWriter;

  void clear() {
    kind.clear();
    atoms.clear();
    container.clear();
    refReplica.clear();
    refSeq.clear();
    detail.clear();
    payloadLength.clear();
    number.clear();
    depReplica.clear();
    depSeq.clear();
    gap = 0;
    lamport = 0;
    time = 0;
    flags = 0;
    schema = 0;
    minReader = 0;
    minWriter = 0;
  }
}
