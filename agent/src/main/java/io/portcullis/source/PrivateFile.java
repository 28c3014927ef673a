package io.portcullis.source;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;

/**
 * A small file that nobody but root and the user of this process can have written: a regular file
 * of one of the two, in a folder that nobody else can change, reached without a symbolic link. What
 * is not known for sure is refused. Immutable.
 *
 * <p>It uses the NIO file system, which is not the agent's to initialise before the first server.
 */
public final class PrivateFile {
  /** What one look has found. Immutable. */
  public static final class Content {
    private final String text;
    private final long writtenMillis;

    private Content(String text, long writtenMillis) {
      this.text = text;
      this.writtenMillis = writtenMillis;
    }

    /** The text; each byte that is not ASCII as the replacement character. */
    public String text() {
      return text;
    }

    /** When it was last written, in milliseconds since the epoch. */
    public long writtenMillis() {
      return writtenMillis;
    }
  }

  private static final int ROOT = 0;

  private final String name;
  private final int limit;
  private final Optional<ProcessUser> user;

  private PrivateFile(String name, int limit, Optional<ProcessUser> user) {
    this.name = name;
    this.limit = limit;
    this.user = user;
  }

  /** The file at an absolute path, read up to a size in bytes. */
  public static PrivateFile of(String path, int limit) {
    return new PrivateFile(path, limit, Optional.<ProcessUser>empty());
  }

  /** The same for a process of another user. */
  PrivateFile readBy(ProcessUser other) {
    return new PrivateFile(name, limit, Optional.of(other));
  }

  /**
   * The same as the user sees it whose folder it lies in: root may write it for a process of that
   * user. For anybody but root it is the file as it is.
   */
  public PrivateFile seenByOwnerOfFolder() {
    try {
      return ProcessUser.current().is(ROOT)
          ? readBy(ProcessUser.of(facts(folder(path())).owner()))
          : this;
    } catch (IOException | SourceException untold) {
      // A look at the file tells.
      return this;
    }
  }

  public String name() {
    return name;
  }

  /**
   * What it holds now; empty where there is no such file. Fails where somebody else may have
   * written it, or may put another in its place, whether it is there or not.
   */
  public Optional<Content> look() throws SourceException {
    Path file = path();
    checkFolder(folder(file));
    try {
      FileFacts before = facts(file);
      checkFile(before);
      String text = text(file);
      if (!facts(file).equals(before)) {
        throw refused("it changes while it is read; write it once more");
      }
      return Optional.of(new Content(text, before.written().toMillis()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (AccessDeniedException denied) {
      throw refused("permission denied; let the user of this process read it: `chmod 644`");
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** Fails where {@link #look} would, were the file there and good. */
  public void checkFolder() throws SourceException {
    checkFolder(folder(path()));
  }

  private Path path() throws SourceException {
    if (!new File(name).isAbsolute()) {
      throw refused("its path is not absolute; write it whole, such as `/run/portcullis.bypass`");
    }
    try {
      return new File(name).toPath();
    } catch (InvalidPathException e) {
      throw refused("this is no path");
    }
  }

  private Path folder(Path file) throws SourceException {
    Path folder = file.getParent();
    if (folder == null || !file.equals(file.normalize())) {
      throw refused("its path is no plain one; write it without `.` and `..`");
    }
    return folder;
  }

  /** Whoever can write a folder, or one above it, can put another file in the place of this one. */
  private void checkFolder(Path folder) throws SourceException {
    boolean direct = true;
    for (Path one = folder; one != null; one = one.getParent()) {
      FileFacts facts;
      try {
        facts = facts(one);
      } catch (NoSuchFileException e) {
        throw refused("there is no folder `" + one + "`; create it, for root or the server's user");
      } catch (IOException e) {
        throw refused("its folder `" + one + "` cannot be looked at: " + e.getMessage());
      }
      if (facts.isLink()) {
        throw refused("`" + one + "` is a symbolic link; write the path that it leads to");
      }
      if (!facts.isFolder()) {
        throw refused("`" + one + "` is no folder");
      }
      if (!isTrusted(facts)) {
        throw refused(
            "its folder `"
                + one
                + "` belongs to somebody else than root and "
                + user()
                + "; use a folder of one of the two");
      }
      // In a sticky folder above, such as /tmp, nobody can move what is another's.
      if (facts.isWritableByOthers() && (direct || !facts.isSticky())) {
        throw refused(
            "its folder `"
                + one
                + "` can be written by others; use one that only its owner can write");
      }
      direct = false;
    }
  }

  private void checkFile(FileFacts facts) throws SourceException {
    if (facts.isLink()) {
      throw refused("it is a symbolic link; put a regular file in its place");
    }
    if (!facts.isRegular()) {
      throw refused("it is not a regular file");
    }
    if (!isTrusted(facts)) {
      throw refused(
          "it belongs to somebody else than root and " + user() + "; let one of the two write it");
    }
    if (facts.isWritableByOthers()) {
      throw refused("it can be written by others; take that away: `chmod go-w`");
    }
    if (facts.size() > limit) {
      throw tooLarge();
    }
  }

  private boolean isTrusted(FileFacts facts) {
    return facts.owner() == ROOT || user().is(facts.owner());
  }

  private ProcessUser user() {
    return user.isPresent() ? user.get() : ProcessUser.current();
  }

  private FileFacts facts(Path file) throws IOException, SourceException {
    try {
      return FileFacts.of(file);
    } catch (UnsupportedOperationException e) {
      throw refused("this system does not tell who may write a file");
    }
  }

  private String text(Path file) throws IOException, SourceException {
    HashSet<OpenOption> options =
        new HashSet<OpenOption>(Arrays.asList(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
      ByteBuffer bytes = ByteBuffer.allocate(limit + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        continue;
      }
      if (!bytes.hasRemaining()) {
        throw tooLarge();
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }
  }

  private SourceException tooLarge() {
    return refused("it is larger than " + limit + " bytes");
  }

  private SourceException refused(String cause) {
    return new SourceException("`" + name + "`: " + cause);
  }
}
