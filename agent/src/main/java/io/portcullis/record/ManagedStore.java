package io.portcullis.record;

import io.portcullis.source.ManagedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code managed.yaml} of a state directory, for writing: by one JVM at a time, whole or not at
 * all, and on the disk before it is said to be. Thread-safe.
 *
 * <pre>
 *   lock → new text beside, fsync → recorded → renamed over → folder fsync → unlock
 * </pre>
 *
 * <p>A JVM that is killed anywhere leaves the old text or the new one, and perhaps a file beside,
 * which the next writer writes over.
 */
public final class ManagedStore {
  private static final String NEW = ManagedFile.FILE + ".new";
  private static final long LOCK_MILLIS = 5_000;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What is done under the lock. */
  public interface Work<T, X extends Exception> {
    T run() throws X, StateException, IOException;
  }

  /** What has to be done, and done well, before a text that is on the disk takes effect. */
  public interface Before {
    void run() throws StateException;
  }

  private final String path;
  private @Nullable StateDirectory directory;
  private @Nullable StateLock lock;

  private ManagedStore(String path) {
    this.path = path;
  }

  public static ManagedStore in(String directory) {
    return new ManagedStore(directory);
  }

  /**
   * Does something while no other writer, in this JVM or another, changes the file: what it reads
   * there is what it will write over.
   */
  public synchronized <T, X extends Exception> T locked(Work<T, X> work)
      throws X, StateException, IOException {
    try {
      StateLock mine = lock;
      if (mine == null) {
        mine = new StateLock(open(), "managed.lock", LOCK_MILLIS);
        lock = mine;
      }
      try (FileLock held = mine.take()) {
        return work.run();
      } finally {
        // Others look every few milliseconds whether it is free; who comes back at once would
        // always find it first.
        LockSupport.parkNanos(TURN_NANOS);
      }
    } catch (StateException | IOException failed) {
      // Another directory may be there by the next time.
      forget();
      throw failed;
    }
  }

  private void forget() throws IOException {
    StateLock mine = lock;
    directory = null;
    lock = null;
    if (mine != null) {
      mine.close();
    }
  }

  /**
   * Puts a text in the place of the one that is there, under the lock.
   *
   * @param before done once the new text is on the disk and before it is in its place; where it
   *     fails, nothing has changed
   */
  public synchronized void write(byte[] text, Before before) throws StateException, IOException {
    StateDirectory open = open();
    Path folder = open.path();
    Path fresh = folder.resolve(NEW);
    boolean moved = false;
    try (FileChannel self = FileChannel.open(folder, StandardOpenOption.READ)) {
      put(open, NEW, text);
      before.run();
      move(fresh, folder.resolve(ManagedFile.FILE));
      moved = true;
      self.force(true);
    } finally {
      if (!moved) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private StateDirectory open() throws StateException {
    StateDirectory known = directory;
    if (known == null) {
      known = StateDirectory.open(path);
      directory = known;
    }
    return known;
  }

  /** Writes a file of the directory whole, and waits until the disk has it. */
  static void put(StateDirectory open, String name, byte[] text)
      throws StateException, IOException {
    try (FileChannel channel = open.channel(name)) {
      channel.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Renames a file over another one at once. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException foreign) {
      throw new IOException("its file system cannot rename at once; use another one", foreign);
    }
  }
}
