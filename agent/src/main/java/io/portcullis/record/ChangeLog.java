package io.portcullis.record;

import io.portcullis.record.ChangeChain.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.Collections;
import java.util.List;

/**
 * {@code changes.jsonl}: the chain of all changes, never shortened and never rotated. Each append
 * is on the disk before it returns. Several JVMs append to one chain, each under the lock. Used by
 * one thread at a time.
 */
final class ChangeLog {
  private final StateDirectory directory;
  private final StateLock lock;

  ChangeLog(StateDirectory directory, long lockMillis) {
    this.directory = directory;
    this.lock = new StateLock(directory, "changes.lock", lockMillis);
  }

  /** Appends a change; {@code jvm} says which of several JVMs it happened in. */
  void append(Change change, String jvm) throws StateException, IOException {
    append(Collections.singletonList(change), jvm);
  }

  /** Appends changes, all of them or none. */
  void append(List<Change> changes, String jvm) throws StateException, IOException {
    try (FileLock held = lock.take();
        LineFile file = LineFile.open(directory, ChangeChain.FILE)) {
      byte[] last = file.lastLine();
      String previous = ChangeChain.BEGINNING;
      long number = 0;
      if (last != null) {
        previous = ChangeChain.sha256(last);
        number = numberOf(last);
      }
      ByteArrayOutputStream lines = new ByteArrayOutputStream(512);
      if (file.tornBytes() > 0) {
        Change torn =
            Change.of("torn_line_put_aside", Change.SELF)
                .target(ChangeChain.FILE + ".torn")
                .with("bytes", Long.toString(file.tornBytes()));
        byte[] line =
            RecordJson.change(torn, previous, ++number, RecordJson.time(torn.time()), jvm);
        lines.write(line);
        lines.write('\n');
        previous = ChangeChain.sha256(line);
      }
      for (Change change : changes) {
        byte[] line =
            RecordJson.change(change, previous, ++number, RecordJson.time(change.time()), jvm);
        lines.write(line);
        lines.write('\n');
        previous = ChangeChain.sha256(line);
      }
      file.append(lines.toByteArray(), true);
    }
  }

  private static long numberOf(byte[] line) throws StateException {
    try {
      return Link.of(line).number;
    } catch (IOException bad) {
      throw new StateException(
          "the last line of `"
              + ChangeChain.FILE
              + "` is no line of a chain; move the file away, and look who has written it");
    }
  }
}
