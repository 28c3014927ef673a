package io.portcullis.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Writes a small file whole or not at all: another one, private until it is finished, is renamed
 * over it. What has its name is replaced, and a link is not followed.
 */
final class AtomicText {
  private AtomicText() {}

  /** Writes a text that everybody may read and its owner alone may write. */
  static void write(Path file, String text) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is a folder");
    }
    Path folder = Objects.requireNonNull(file.getParent());
    Path next =
        Files.createTempFile(
            folder,
            ".portcullis-",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean moved = false;
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      // Written by root, it is to be read by a server of another user; it holds no secret.
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(next);
      }
    }
  }

  /** Removes a file, or a link; whether there was one. */
  static boolean remove(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is a folder");
    }
    return Files.deleteIfExists(file);
  }

  /** What went wrong, fit for a user. */
  static String cause(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied; use the rights of root, or of the server's user";
    }
    return e.getMessage() == null ? "it failed" : e.getMessage();
  }
}
