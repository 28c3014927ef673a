package io.portcullis.record;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * {@code decisions.jsonl} and the older files {@code decisions-000001.jsonl} and so on, which count
 * up. One that is full is renamed; the oldest are deleted before all of them together take more
 * than their share of the disk. Several JVMs may append, each under the lock. Used by one thread.
 */
final class DecisionFiles {
  /** At which size a file is full. */
  static final long FILE_BYTES = 16L << 20;

  /** The most that all files take. */
  static final long TOTAL_BYTES = 256L << 20;

  static final String NAME = "decisions.jsonl";
  private static final String PREFIX = "decisions-";
  private static final String SUFFIX = ".jsonl";

  private final StateDirectory directory;
  private final StateLock lock;
  private final long fileBytes;
  private final long totalBytes;

  DecisionFiles(StateDirectory directory, long lockMillis, long fileBytes, long totalBytes) {
    this.directory = directory;
    this.lock = new StateLock(directory, "decisions.lock", lockMillis);
    this.fileBytes = fileBytes;
    this.totalBytes = totalBytes;
  }

  static DecisionFiles in(StateDirectory directory, long lockMillis) {
    return new DecisionFiles(directory, lockMillis, FILE_BYTES, TOTAL_BYTES);
  }

  /** Appends whole lines, all or none. Not synced: a crash of the machine may cost the newest. */
  void append(byte[] lines) throws StateException, IOException {
    try (FileLock held = lock.take()) {
      LineFile file = LineFile.open(directory, NAME);
      try {
        if (file.size() > 0 && file.size() + lines.length > fileBytes) {
          file.close();
          rotate();
          file = LineFile.open(directory, NAME);
        }
        file.append(lines, false);
      } finally {
        file.close();
      }
    }
  }

  private void rotate() throws IOException {
    List<Path> older = older(directory.path());
    long next = older.isEmpty() ? 1 : numberOf(older.get(0)) + 1;
    Path full = directory.file(NAME);
    Path away = directory.file(String.format(Locale.ROOT, PREFIX + "%06d" + SUFFIX, next));
    Files.move(full, away, StandardCopyOption.ATOMIC_MOVE);
    long total = fileBytes + Files.size(away);
    for (Path old : older) {
      total += Files.size(old);
      if (total > totalBytes) {
        Files.delete(old);
      }
    }
  }

  /** The files of a directory, the newest first; whoever writes may rename them meanwhile. */
  static List<Path> newestFirst(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    Path current = directory.resolve(NAME);
    if (Files.exists(current)) {
      files.add(current);
    }
    files.addAll(older(directory));
    return files;
  }

  private static List<Path> older(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        if (numberOf(file) > 0) {
          files.add(file);
        }
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    } catch (NoSuchFileException none) {
      return files;
    }
    Collections.sort(
        files,
        new Comparator<Path>() {
          @Override
          public int compare(Path one, Path other) {
            return Long.compare(numberOf(other), numberOf(one));
          }
        });
    return files;
  }

  /** The number in the name of an older file; 0 for any other. */
  private static long numberOf(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
      return 0;
    }
    String digits =
        name.substring(PREFIX.length(), Math.max(PREFIX.length(), name.length() - SUFFIX.length()));
    if (digits.isEmpty() || digits.length() > 15) {
      return 0;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
