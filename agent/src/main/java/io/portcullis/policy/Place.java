package io.portcullis.policy;

import java.util.Objects;

/** A place in a policy file or in a list that it names; line and column count from 1. Immutable. */
public final class Place implements Comparable<Place> {
  private final String file;
  private final int line;
  private final int column;

  private Place(String file, int line, int column) {
    this.file = file;
    this.line = line;
    this.column = column;
  }

  public static Place of(String file, int line, int column) {
    return new Place(file, line, column);
  }

  /** The place that {@link #toString} has written. */
  static Place parse(String text) {
    int column = text.lastIndexOf(':');
    int line = text.lastIndexOf(':', column - 1);
    return new Place(
        text.substring(0, line),
        Integer.parseInt(text.substring(line + 1, column)),
        Integer.parseInt(text.substring(column + 1)));
  }

  public String file() {
    return file;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** By file, line and column. */
  @Override
  public int compareTo(Place other) {
    int c = file.compareTo(other.file);
    if (c == 0) {
      c = Integer.compare(line, other.line);
    }
    return c != 0 ? c : Integer.compare(column, other.column);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place && compareTo((Place) other) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, line, column);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
