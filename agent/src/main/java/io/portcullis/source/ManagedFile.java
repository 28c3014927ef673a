package io.portcullis.source;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
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
 * {@code managed.yaml} of a state directory, for reading: what the management API has written to
 * stand beside the operator's file. Immutable.
 *
 * <p>It can widen a policy, so what others could have written is not believed: the directory and
 * the file belong to the user of this process, are open to nobody else, and no link is followed.
 * That needs the NIO file system, which is not ours to initialise before the first server; until
 * then {@link #early} reads without looking, and what it has read has to be looked at later.
 *
 * <p>One that is gone is never taken for one that was never there: {@code managed.good.yaml}, the
 * newest that has been in force, lies beside it.
 */
public final class ManagedFile {
  public static final String FILE = "managed.yaml";
  public static final String GOOD = "managed.good.yaml";

  /** The most bytes that are read. */
  public static final int LIMIT = 8 << 20;

  private final String directory;
  private final boolean trusting;

  private ManagedFile(String directory, boolean trusting) {
    this.directory = directory;
    this.trusting = trusting;
  }

  public static ManagedFile in(String directory) {
    return new ManagedFile(directory, false);
  }

  /** The same, believed whoever has written it; made of {@code java.io} alone. */
  public ManagedFile early() {
    return new ManagedFile(directory, true);
  }

  File file() {
    return new File(directory, FILE).getAbsoluteFile();
  }

  /** What it holds now; empty where nothing has ever been written. */
  public Optional<ManagedText> read() {
    Optional<ManagedText> found = read(FILE);
    if (found.isPresent() || !new File(directory, GOOD).exists()) {
      return found;
    }
    return Optional.of(
        ManagedText.unusable(
            name(FILE),
            "it is gone, and `"
                + GOOD
                + "` is still there; copy that one back, or remove both if nothing is to be managed"));
  }

  /** The newest that has been in force; empty where there is none that can be believed. */
  public Optional<ManagedText> good() {
    Optional<ManagedText> found = read(GOOD);
    return found.isPresent() && !found.get().fault().isPresent()
        ? found
        : Optional.<ManagedText>empty();
  }

  /** What problems call it. */
  public String name() {
    return name(FILE);
  }

  private String name(String file) {
    return directory + (directory.endsWith("/") ? "" : "/") + file;
  }

  private Optional<ManagedText> read(String file) {
    try {
      Optional<byte[]> bytes = trusting ? readEarly(file) : readTrusted(file);
      return bytes.isPresent()
          ? Optional.of(ManagedText.of(name(file), bytes.get()))
          : Optional.<ManagedText>empty();
    } catch (InvalidPathException | UnsupportedOperationException foreign) {
      return Optional.of(
          ManagedText.unusable(
              name(file), "this system does not tell who may write it; use another directory"));
    } catch (IOException e) {
      String message = e.getMessage();
      return Optional.of(
          ManagedText.unusable(
              name(file),
              e instanceof Distrusted ? String.valueOf(message) : "it cannot be read: " + message));
    }
  }

  private Optional<byte[]> readEarly(String name) throws IOException {
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

  private Optional<byte[]> readTrusted(String name) throws IOException {
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

  private static byte[] bytes(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > LIMIT) {
        throw new Distrusted("it is larger than " + (LIMIT >> 20) + " MiB");
      }
    }
    return out.toByteArray();
  }

  /** A file that is not believed; the message is fit for a user. */
  private static final class Distrusted extends IOException {
    private static final long serialVersionUID = 1L;

    Distrusted(String message) {
      super(message);
    }
  }
}
