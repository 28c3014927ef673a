package io.portcullis.agent;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * The agent's own log: lines on standard error, each with its instant in UTC. Thread-safe.
 *
 * <p>It takes nothing of the host's and leaves nothing behind: no configuration file, no system
 * property. In particular it never asks for the default time zone. That would fix the zone, and set
 * {@code user.timezone}, before an application that chooses its own in {@code main} has done so.
 */
final class StderrLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient PrintStream out;
  private final Level lowest;

  /**
   * A log.
   *
   * @param out the standard error as it is now: the host may put another in its place, and what is
   *     said there is the host's
   */
  StderrLogger(PrintStream out, Level lowest) {
    this.name = "portcullis";
    this.out = out;
    this.lowest = lowest;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    StringBuilder line = new StringBuilder(160);
    line.append(Instant.ofEpochMilli(System.currentTimeMillis()))
        .append(' ')
        .append(level)
        .append(" portcullis - ")
        .append(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      line.append(System.lineSeparator()).append(trace.toString().trim());
    }
    out.println(line);
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= lowest.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
