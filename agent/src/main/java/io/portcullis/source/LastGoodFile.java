package io.portcullis.source;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/**
 * {@code policy.good} of a state directory, for reading: the newest policy that has been in force,
 * with its lists, for a start at which the policy file is bad. What others could have written is
 * not believed: see {@link StateFile}. Immutable.
 */
public final class LastGoodFile {
  public static final String FILE = "policy.good";

  /** The most bytes that are kept and read. */
  public static final int LIMIT = 64 << 20;

  private final StateFile file;

  private LastGoodFile(StateFile file) {
    this.file = file;
  }

  /** A file; {@code trusting} believes it whoever has written it, without the NIO file system. */
  public static LastGoodFile in(String directory, boolean trusting) {
    return new LastGoodFile(new StateFile(directory, FILE, LIMIT, trusting));
  }

  /**
   * What it holds; empty where there is none.
   *
   * @throws SourceException where there is one that cannot be used, with the cause
   */
  public Optional<TextArchive> read() throws SourceException {
    try {
      Optional<byte[]> bytes = file.read();
      return bytes.isPresent()
          ? Optional.of(TextArchive.parse(bytes.get()))
          : Optional.<TextArchive>empty();
    } catch (InvalidPathException | UnsupportedOperationException foreign) {
      throw new SourceException("this system does not tell who may write it");
    } catch (IOException failed) {
      throw new SourceException(
          failed instanceof StateFile.Distrusted
              ? String.valueOf(failed.getMessage())
              : "it cannot be read: " + failed.getMessage());
    }
  }
}
