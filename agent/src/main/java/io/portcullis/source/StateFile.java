package io.portcullis.source;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;

/**
 * A file of a state directory, for reading. It can widen a policy, so what others could have
 * written is not believed: the directory and the file belong to the user of this process, are open
 * to nobody else, and no link is followed. Immutable.
 *
 * <p>That needs the NIO file system, which is not ours to initialise before the first server; until
 * then a file is read without looking, and what was read has to be looked at later.
 */
final class StateFile {
  private final String directory;
  private final String name;
  private final int limit;
  private final boolean trusting;

  /**
   * A file.
   *
   * @param limit the most bytes that are read
   * @param trusting whether it is believed whoever has written it; made of {@code java.io} alone
   */
  StateFile(String directory, String name, int limit, boolean trusting) {
    this.directory = directory;
    this.name = name;
    this.limit = limit;
    this.trusting = trusting;
  }

  /**
   * What it holds; empty where there is none.
   *
   * @throws Distrusted where it is not to be believed
   */
  Optional<byte[]> read() throws IOException {
    return trusting ? early() : trusted();
  }

  private Optional<byte[]> early() throws IOException {
    File file = new File(directory, name);
    if (!file.exists()) {
      return Optional.empty();
    }
    if (!file.isFile()) {
      throw new Distrusted("it is no regular file; move it away");
    }
    try (InputStream in = new FileInputStream(file)) {
      return Optional.of(bytes(in));
    }
  }

  private Optional<byte[]> trusted() throws IOException {
    Path folder = new File(directory).getAbsoluteFile().toPath();
    Path file = folder.resolve(name);
    try {
      FileFacts found = FileFacts.of(file);
      check(FileFacts.of(folder), true);
      check(found, false);
      HashSet<OpenOption> options =
          new HashSet<OpenOption>(
              Arrays.asList(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      try (InputStream in = Channels.newInputStream(Files.newByteChannel(file, options))) {
        return Optional.of(bytes(in));
      }
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private static void check(FileFacts facts, boolean folder) throws Distrusted {
    String what = folder ? "its folder" : "it";
    if (facts.isLink() || (folder ? !facts.isFolder() : !facts.isRegular())) {
      throw new Distrusted(
          what + " is " + (facts.isLink() ? "a link, which is not followed" : "of another kind"));
    }
    if (!ProcessUser.current().is(facts.owner())) {
      throw new Distrusted(
          what + " does not belong to " + ProcessUser.current() + "; give it to that user");
    }
    if (facts.isOpenToOthers()) {
      throw new Distrusted(
          what + " is open to other users; run chmod " + (folder ? "700" : "600") + " on it");
    }
  }

  private byte[] bytes(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > limit) {
        throw new Distrusted("it is larger than " + (limit >> 20) + " MiB");
      }
    }
    return out.toByteArray();
  }

  /** A file that is not believed; the message is fit for a user. */
  static final class Distrusted extends IOException {
    private static final long serialVersionUID = 1L;

    Distrusted(String message) {
      super(message);
    }
  }
}
