package io.portcullis.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is only appended to, open for one append, under its lock. Either all bytes
 * of an append are in the file afterwards or none.
 *
 * <p>A JVM that was killed in the middle of an append leaves a line without its end. The next
 * append of any JVM moves it to a file beside, so that it is never glued to the line that comes
 * next.
 */
final class LineFile implements AutoCloseable {
  private static final int CHUNK = 8192;
  private static final long TORN_LIMIT = 1 << 20;

  private final String name;
  private final FileChannel channel;
  private final long tornBytes;
  private long size;

  private LineFile(String name, FileChannel channel, long size, long tornBytes) {
    this.name = name;
    this.channel = channel;
    this.size = size;
    this.tornBytes = tornBytes;
  }

  static LineFile open(StateDirectory directory, String name) throws StateException, IOException {
    FileChannel channel = directory.channel(name);
    boolean opened = false;
    try {
      long size = channel.size();
      long whole = endOfLineBefore(channel, size);
      if (whole < size) {
        putAside(directory, name, channel, whole, size);
        channel.truncate(whole);
      }
      opened = true;
      return new LineFile(name, channel, whole, size - whole);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static void putAside(
      StateDirectory directory, String name, FileChannel from, long start, long end)
      throws StateException, IOException {
    try (FileChannel torn = directory.channel(name + ".torn")) {
      // Bounded, and the newest is what matters.
      if (torn.size() > TORN_LIMIT) {
        torn.truncate(0);
      }
      torn.position(torn.size());
      long at = Math.max(start, end - TORN_LIMIT);
      while (at < end) {
        ByteBuffer piece = read(from, at, (int) Math.min(CHUNK, end - at));
        at += piece.remaining();
        writeAll(torn, piece);
      }
      writeAll(torn, ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  /** Where the last whole line before a place ends: behind its line feed, or 0. */
  private static long endOfLineBefore(FileChannel channel, long place) throws IOException {
    long end = place;
    // The last byte alone first: it is a line feed nearly always.
    int length = 1;
    while (end > 0) {
      int n = (int) Math.min(length, end);
      ByteBuffer chunk = read(channel, end - n, n);
      for (int i = n - 1; i >= 0; i--) {
        if (chunk.get(i) == '\n') {
          return end - n + i + 1;
        }
      }
      end -= n;
      length = CHUNK;
    }
    return 0;
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int n = channel.read(bytes, at + bytes.position());
      if (n < 0) {
        throw new IOException("it has become shorter while it was read");
      }
    }
    bytes.flip();
    return bytes;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** How many bytes there are, all of whole lines. */
  long size() {
    return size;
  }

  /** How many bytes of an unfinished line were moved aside when this was opened. */
  long tornBytes() {
    return tornBytes;
  }

  /** The last line without its line feed; {@code null} in an empty file. */
  byte @Nullable [] lastLine() throws IOException {
    if (size == 0) {
      return null;
    }
    long start = endOfLineBefore(channel, size - 1);
    if (size - 1 - start > Integer.MAX_VALUE - 16) {
      throw new IOException("the last line of `" + name + "` is too long");
    }
    return read(channel, start, (int) (size - 1 - start)).array();
  }

  /** Appends whole lines; {@code sync} waits until the disk has them. */
  void append(byte[] lines, boolean sync) throws IOException {
    boolean written = false;
    try {
      channel.position(size);
      writeAll(channel, ByteBuffer.wrap(lines));
      if (sync) {
        channel.force(true);
      }
      written = true;
    } finally {
      if (!written) {
        channel.truncate(size);
      }
    }
    size += lines.length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
