package io.portcullis.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.OptionalInt;

/** The user that this process runs as, by its number; where it is not known, nobody is it. */
final class ProcessUser {
  /** Looked for when it is asked for, and once. */
  private static final class Current {
    static final ProcessUser USER = find();
  }

  private final OptionalInt number;

  private ProcessUser(OptionalInt number) {
    this.number = number;
  }

  /** The user of this process. */
  static ProcessUser current() {
    return Current.USER;
  }

  private static ProcessUser find() {
    try {
      // The entry itself is a link, and a link of the system's own.
      return of(FileFacts.of(Paths.get("/proc/self").toRealPath()).owner());
    } catch (IOException | RuntimeException elsewhere) {
      return ownerOfWhatWeWrite();
    }
  }

  // Where there is no /proc: whoever writes a file owns it.
  private static ProcessUser ownerOfWhatWeWrite() {
    try {
      Path probe = Files.createTempFile("portcullis", null);
      try {
        return of(FileFacts.of(probe).owner());
      } finally {
        Files.delete(probe);
      }
    } catch (IOException | RuntimeException unknown) {
      return new ProcessUser(OptionalInt.empty());
    }
  }

  static ProcessUser of(int number) {
    return new ProcessUser(OptionalInt.of(number));
  }

  boolean is(int other) {
    return number.isPresent() && number.getAsInt() == other;
  }

  @Override
  public String toString() {
    return number.isPresent() ? "user " + number.getAsInt() : "the server's own user";
  }
}
