package io.portcullis.record;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The state directory in use: opened when it is first needed, and again and again while it cannot
 * be. The only class behind {@link Records} that touches the disk. Thread-safe.
 */
final class RecordKeeper implements DenialSink {
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long REMIND_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long LOCK_MILLIS = 1000;

  private final String path;
  private final Logger log;
  private final long fileBytes;
  private final long totalBytes;

  private @Nullable DecisionFiles decisions;
  private @Nullable ChangeLog changes;
  private long failedAt;
  private long saidAt;
  private volatile RecordsStatus status = RecordsStatus.WAITING;

  RecordKeeper(String path, Logger log, long fileBytes, long totalBytes) {
    this.path = path;
    this.log = log;
    this.fileBytes = fileBytes;
    this.totalBytes = totalBytes;
  }

  RecordsStatus status() {
    return status;
  }

  /** Whether it is too early to try again after a failure. */
  private boolean isPause() {
    return status.state() == RecordsStatus.State.FAILING
        && System.nanoTime() - failedAt < AGAIN_NANOS;
  }

  @Override
  public synchronized int write(List<? extends DenialRecord> records) {
    if (isPause()) {
      return 0;
    }
    try {
      open();
      decisionFiles().append(RecordJson.denials(records));
      kept();
      return records.size();
    } catch (Throwable failed) {
      failing(failed);
      return 0;
    }
  }

  /** Appends a change that can wait; false where it has to. */
  synchronized boolean tryAppend(Change change, String jvm) {
    if (isPause()) {
      return false;
    }
    try {
      append(change, jvm);
      return true;
    } catch (StateException | RuntimeException | Error failed) {
      return false;
    }
  }

  /** Appends a change, on the disk when this returns. */
  void append(Change change, String jvm) throws StateException {
    append(Collections.singletonList(change), jvm);
  }

  /** Appends changes, all of them or none. */
  synchronized void append(List<Change> some, String jvm) throws StateException {
    try {
      open();
      changeLog().append(some, jvm);
      kept();
    } catch (StateException | RuntimeException | Error failed) {
      failing(failed);
      throw failed;
    } catch (IOException failed) {
      failing(failed);
      throw new StateException(words(failed));
    }
  }

  /** Opens the directory, so that what is wrong with it is known before the first record. */
  synchronized boolean tryOpen() {
    if (isPause()) {
      return false;
    }
    try {
      open();
      if (status.state() == RecordsStatus.State.WAITING) {
        kept();
      }
      return true;
    } catch (Throwable failed) {
      failing(failed);
      return false;
    }
  }

  private void open() throws StateException {
    if (decisions == null) {
      StateDirectory directory = StateDirectory.open(path);
      decisions = new DecisionFiles(directory, LOCK_MILLIS, fileBytes, totalBytes);
      changes = new ChangeLog(directory, LOCK_MILLIS);
    }
  }

  private DecisionFiles decisionFiles() {
    return Objects.requireNonNull(decisions);
  }

  private ChangeLog changeLog() {
    return Objects.requireNonNull(changes);
  }

  private void kept() {
    if (status.state() != RecordsStatus.State.KEPT) {
      status = RecordsStatus.KEPT;
      try {
        log.info("records are kept in {}", path);
      } catch (RuntimeException mute) {
        // They are kept all the same, and must not be taken for unwritten.
        return;
      }
    }
  }

  private void failing(Throwable failed) {
    // Another directory may be there by the next time.
    decisions = null;
    changes = null;
    failedAt = System.nanoTime();
    String cause = words(failed);
    boolean news =
        status.state() != RecordsStatus.State.FAILING
            || !status.cause().equals(cause)
            || failedAt - saidAt >= REMIND_NANOS;
    status = RecordsStatus.failing(cause);
    if (news) {
      saidAt = failedAt;
      try {
        log.error("NO RECORDS ARE KEPT, requests are judged all the same: {}", cause);
      } catch (RuntimeException mute) {
        // The status says it too.
      }
    }
  }

  private String words(Throwable failed) {
    if (failed instanceof StateException) {
      return String.valueOf(failed.getMessage());
    }
    if (failed instanceof IOException) {
      return "state `"
          + path
          + "` cannot be written: "
          + StateDirectory.cause((IOException) failed)
          + "; make room, or mend the disk";
    }
    return "writing records failed, which is a fault of ours: " + failed;
  }
}
