package io.portcullis.cli;

import io.portcullis.wire.RequestSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The lines of an input, one at a time, each bounded in size. Not thread-safe. */
final class InputLines {
  /** The length up to which a line is read, in bytes. */
  static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final Runnable beforeWaiting;
  private final byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private long number;

  /**
   * Lines of an input.
   *
   * @param beforeWaiting run when there is nothing to be read for the moment, so that whoever
   *     writes a request and waits for its answer gets it
   */
  InputLines(InputStream in, Runnable beforeWaiting) {
    this.in = in;
    this.beforeWaiting = beforeWaiting;
  }

  /** Moves on to the next line; false where there is none. */
  boolean next() throws IOException {
    line.reset();
    tooLong = false;
    boolean any = false;
    while (start < end || fill()) {
      any = true;
      int i = start;
      while (i < end && buffer[i] != '\n') {
        i++;
      }
      append(i - start);
      boolean whole = i < end;
      start = whole ? i + 1 : i;
      if (whole) {
        break;
      }
    }
    if (any) {
      number++;
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (in.available() == 0) {
      beforeWaiting.run();
    }
    start = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private void append(int length) {
    if (line.size() + length > LONGEST) {
      tooLong = true;
    } else {
      line.write(buffer, start, length);
    }
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  /** The line, without its end and without a byte order mark. */
  String text() throws RequestSyntaxException {
    if (tooLong) {
      throw new RequestSyntaxException("the line is longer than 1 MiB");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
    } catch (CharacterCodingException e) {
      throw new RequestSyntaxException("the line is not UTF-8");
    }
    if (number == 1 && text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
