package io.portcullis.record;

import java.util.List;
import org.slf4j.Logger;

/** Writes each record as one line of the log. */
final class LogSink implements DenialSink {
  private final Logger log;

  LogSink(Logger log) {
    this.log = log;
  }

  @Override
  public int write(List<? extends DenialRecord> records) {
    int written = 0;
    for (DenialRecord record : records) {
      try {
        log.warn(record.line());
      } catch (Throwable broken) {
        return written;
      }
      written++;
    }
    return written;
  }
}
