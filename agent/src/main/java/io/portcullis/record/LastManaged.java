package io.portcullis.record;

import io.portcullis.source.ManagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * Keeps what is managed, once it has been in force, as {@code managed.good.yaml}: for when the next
 * one is bad. Every JVM of the directory does so. Used by one thread at a time.
 */
public final class LastManaged {
  private final String path;

  // Of this JVM alone, for another one may keep another text at the same time.
  private final String fresh = ManagedFile.GOOD + "." + UUID.randomUUID() + ".new";
  private byte[] kept = new byte[0];

  private LastManaged(String path) {
    this.path = path;
  }

  public static LastManaged in(String directory) {
    return new LastManaged(directory);
  }

  /** Keeps a text, unless it was kept last. */
  public void keep(byte[] text) throws StateException, IOException {
    if (Arrays.equals(kept, text)) {
      return;
    }
    StateDirectory directory = StateDirectory.open(path);
    Path file = directory.path().resolve(fresh);
    boolean moved = false;
    try {
      ManagedStore.put(directory, fresh, text);
      ManagedStore.move(file, directory.path().resolve(ManagedFile.GOOD));
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(file);
      }
    }
    kept = text.clone();
  }
}
