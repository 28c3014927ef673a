package io.portcullis.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The lines of records, the newest first, read from the end of each file on. Takes no lock; a line
 * that is being written may be cut off.
 */
public final class RecentLines {
  /** Whom the lines are read to. */
  public interface Reader {
    /** One line, without its end; whether another one is wanted. */
    boolean wantsMore(String line);
  }

  private static final int BLOCK = 1 << 16;
  private static final int LONGEST = 16 << 20;

  private final List<Path> files;
  private final int block;

  RecentLines(List<Path> files, int block) {
    this.files = files;
    this.block = block;
  }

  /** Decisions in a state directory. */
  public static RecentLines decisions(Path directory) throws IOException {
    return new RecentLines(DecisionFiles.newestFirst(directory), BLOCK);
  }

  /** Changes in a state directory. */
  public static RecentLines changes(Path directory) {
    Path file = directory.resolve(ChangeChain.FILE);
    return new RecentLines(
        Files.exists(file) ? Collections.singletonList(file) : Collections.<Path>emptyList(),
        BLOCK);
  }

  /** Reads until no more is wanted or nothing is left. */
  public void read(Reader reader) throws IOException {
    for (Path file : files) {
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        if (!read(in, reader)) {
          return;
        }
      } catch (FileNotFoundException deletedMeanwhile) {
        continue;
      }
    }
  }

  private boolean read(RandomAccessFile in, Reader reader) throws IOException {
    byte[] begun = new byte[0]; // a line whose beginning lies further ahead
    for (long at = in.length(); at > 0; ) {
      int length = (int) Math.min(block, at);
      byte[] bytes = new byte[length + begun.length];
      at -= length;
      in.seek(at);
      in.readFully(bytes, 0, length);
      System.arraycopy(begun, 0, bytes, length, begun.length);
      int end = bytes.length;
      for (int i = end - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          if (i + 1 < end && !reader.wantsMore(text(bytes, i + 1, end))) {
            return false;
          }
          end = i;
        }
      }
      begun = Arrays.copyOf(bytes, end);
      if (begun.length > LONGEST) {
        throw new IOException("a line is longer than 16 MiB");
      }
    }
    return begun.length == 0 || reader.wantsMore(text(begun, 0, begun.length));
  }

  // What is written is ASCII.
  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
