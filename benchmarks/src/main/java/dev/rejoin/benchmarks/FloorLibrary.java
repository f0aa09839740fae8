package dev.rejoin.benchmarks;

/**
 * What editing costs without replicas: a gap buffer that knows nothing of who wrote what. No
 * library can be faster by much, so it tells how much of a time is the price of convergence.
 */
final class FloorLibrary implements PeerLibrary {
  @Override
  public String name() {
    return "floor";
  }

  @Override
  public String version() {
    return "gap buffer";
  }

  @Override
  public PeerDocument open(int replica) {
    return new Buffer();
  }

  @Override
  public Form saved() {
    return Form.STATE;
  }

  @Override
  public PeerDocument load(byte[] bytes) {
    throw new NoSuchThing("a plain text");
  }

  @Override
  public String what(Form form) {
    return "";
  }

  private static final class Buffer implements PeerDocument {
    private char[] units = new char[1_024];
    private int gap;
    private int rest = units.length;

    @Override
    public void edit(int position, int deleted, String inserted) {
      move(position);
      rest += deleted;
      int length = inserted.length();
      if (rest - gap < length) {
        grow(length);
      }
      inserted.getChars(0, length, units, gap);
      gap += length;
    }

    private void move(int position) {
      int left = gap - position;
      if (left > 0) {
        System.arraycopy(units, position, units, rest - left, left);
      } else if (left < 0) {
        System.arraycopy(units, rest, units, gap, -left);
      }
      gap -= left;
      rest -= left;
    }

    private void grow(int more) {
      char[] larger = new char[(units.length + more) * 2];
      int tail = units.length - rest;
      System.arraycopy(units, 0, larger, 0, gap);
      System.arraycopy(units, rest, larger, larger.length - tail, tail);
      rest = larger.length - tail;
      units = larger;
    }

    @Override
    public String text() {
      return new StringBuilder(gap + units.length - rest)
          .append(units, 0, gap)
          .append(units, rest, units.length - rest)
          .toString();
    }
  }
}
