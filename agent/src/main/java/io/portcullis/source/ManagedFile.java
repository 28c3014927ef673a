package io.portcullis.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/**
 * {@code managed.yaml} of a state directory, for reading: what the management API has written to
 * stand beside the operator's file. Immutable.
 *
 * <p>What others could have written is not believed: see {@link StateFile}. Before the first server
 * {@link #early} reads without looking, and what it has read has to be looked at later.
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

  /** Whether it is one that believes whoever has written it. */
  public boolean isEarly() {
    return trusting;
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
      Optional<byte[]> bytes = new StateFile(directory, file, LIMIT, trusting).read();
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
              e instanceof StateFile.Distrusted
                  ? String.valueOf(message)
                  : "it cannot be read: " + message));
    }
  }
}
