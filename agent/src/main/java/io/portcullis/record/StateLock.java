package io.portcullis.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one of the files of a state directory, held by one JVM at a time, for as long
 * as one write takes. It is the lock of a file of its own: a lock of the file itself would be lost
 * when anybody in this JVM closes that file. Used by one thread at a time.
 */
final class StateLock {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final StateDirectory directory;
  private final String name;
  private final long patienceNanos;
  private @Nullable FileChannel channel;

  StateLock(StateDirectory directory, String name, long patienceMillis) {
    this.directory = directory;
    this.name = name;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  /** Takes it; waits a while for another JVM, but not for ever for one that hangs. */
  FileLock take() throws StateException {
    long deadline = System.nanoTime() + patienceNanos;
    while (true) {
      FileLock lock = tryOnce();
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new StateException(
            "`"
                + directory.file(name)
                + "` is locked by another process, which hangs; resume or end that process");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Closes its file; it is opened again when it is taken. */
  void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  private @Nullable FileLock tryOnce() throws StateException {
    try {
      FileChannel open = channel;
      if (open == null || !open.isOpen()) {
        open = directory.channel(name);
        channel = open;
      }
      return open.tryLock();
    } catch (OverlappingFileLockException ourOwn) {
      return null;
    } catch (IOException failed) {
      throw new StateException(
          "`"
              + directory.file(name)
              + "` cannot be locked: "
              + StateDirectory.cause(failed)
              + "; use a file system that has locks");
    }
  }
}
