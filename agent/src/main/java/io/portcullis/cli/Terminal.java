package io.portcullis.cli;

import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where a command reads and writes; text is UTF-8 and lines end with a line feed everywhere. */
final class Terminal {
  private final InputStream in;
  private final PrintStream target;
  private final PrintWriter out;
  private final PrintWriter err;

  private Terminal(InputStream in, PrintStream target, PrintWriter out, PrintWriter err) {
    this.in = in;
    this.target = target;
    this.out = out;
    this.err = err;
  }

  static Terminal of(InputStream in, PrintStream out, PrintStream err) {
    return new Terminal(in, out, writer(out), writer(err));
  }

  private static PrintWriter writer(OutputStream to) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8)), false);
  }

  InputStream in() {
    return in;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Hands on what has been printed; false where nobody takes it any more. */
  boolean flush() {
    err.flush();
    out.flush();
    return !target.checkError();
  }

  void print(String line) {
    out.print(line);
    out.print('\n');
  }

  /** Tells the user what is wrong, on one line whatever the message holds. */
  void complain(String message) {
    err.print("portcullis: " + printable(message) + "\n");
  }

  /**
   * A text with its control characters spelled out, since what a caller sent must not drive the
   * operator's terminal.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        shown.append("\\n");
      } else if (c == '\r') {
        shown.append("\\r");
      } else if (c == '\t') {
        shown.append("\\t");
      } else if (isPlain(c)) {
        shown.append(c);
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    return shown.toString();
  }

  private static boolean isPlain(char c) {
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
        return false;
      default:
        return true;
    }
  }
}
