package io.portcullis.certificate;

/** Goes over the elements of one level of DER (X.690, 8.1), with definite lengths only. */
final class DerReader {
  static final int OID = 0x06;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int tag;
  private int start;
  private int stop;

  DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Moves to the next element; false at the end, and where there is no whole element any more. */
  boolean next() {
    if (at + 2 > end) {
      return false;
    }
    tag = bytes[at] & 0xff;
    int length = bytes[at + 1] & 0xff;
    int from = at + 2;
    if (length > 0x80 && length <= 0x83) {
      int more = length - 0x80;
      length = 0;
      for (int i = 0; i < more; i++) {
        if (from == end) {
          return false;
        }
        length = length << 8 | bytes[from++] & 0xff;
      }
    } else if (length >= 0x80) {
      return false;
    }
    if (length > end - from) {
      return false;
    }
    start = from;
    stop = from + length;
    at = stop;
    return true;
  }

  int tag() {
    return tag;
  }

  /** The elements inside this one. */
  DerReader inside() {
    return new DerReader(bytes, start, stop);
  }

  byte[] content() {
    byte[] content = new byte[stop - start];
    System.arraycopy(bytes, start, content, 0, content.length);
    return content;
  }
}
