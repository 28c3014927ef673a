package io.portcullis.record;

import io.portcullis.gate.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One fault of our own as it is written down, with its stack. Worded here and not by the logger,
 * since its messages may quote what a caller has sent.
 */
final class Fault {
  private static final int MESSAGE_LENGTH = 500;
  private static final int FRAMES = 60;
  private static final int CAUSES = 5;

  private final String doing;
  private final Throwable thrown;

  Fault(String doing, Throwable thrown) {
    this.doing = doing;
    this.thrown = thrown;
  }

  String text() {
    StringBuilder out = new StringBuilder(1024);
    out.append(Printable.line(doing, MESSAGE_LENGTH)).append(" failed: ");
    Throwable next = thrown;
    for (int i = 0; i < CAUSES && next != null; i++) {
      append(i == 0 ? "" : "\ncaused by ", next, out);
      next = next.getCause();
    }
    return out.toString();
  }

  private static void append(String prefix, Throwable thrown, StringBuilder out) {
    out.append(prefix).append(Printable.line(thrown.getClass().getName(), MESSAGE_LENGTH));
    String message = messageOf(thrown);
    if (message != null) {
      out.append(": ").append(Printable.line(message, MESSAGE_LENGTH));
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < frames.length && i < FRAMES; i++) {
      out.append("\n\tat ").append(Printable.line(frames[i].toString(), MESSAGE_LENGTH));
    }
    if (frames.length > FRAMES) {
      out.append("\n\t... ").append(frames.length - FRAMES).append(" more");
    }
  }

  // A message may be computed, by anybody's code.
  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      return "(its message fails too)";
    }
  }
}
