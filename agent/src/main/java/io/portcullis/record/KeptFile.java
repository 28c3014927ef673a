package io.portcullis.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * A file of the state directory in which what has been in force is kept, for when what comes after
 * it is bad. Every JVM of the directory does so. Used by one thread at a time.
 */
public final class KeptFile {
  private final String path;
  private final String name;

  // Of this JVM alone, for another one may keep another text at the same time.
  private final String fresh;
  private int keptLength = -1;
  private int keptHash;

  private KeptFile(String path, String name) {
    this.path = path;
    this.name = name;
    this.fresh = name + "." + UUID.randomUUID() + ".new";
  }

  public static KeptFile in(String directory, String name) {
    return new KeptFile(directory, name);
  }

  /** Keeps a text, unless it was kept last. */
  public void keep(byte[] text) throws StateException, IOException {
    int hash = Arrays.hashCode(text);
    if (keptLength == text.length && keptHash == hash) {
      return;
    }
    StateDirectory directory = StateDirectory.open(path);
    Path file = directory.path().resolve(fresh);
    boolean moved = false;
    try {
      ManagedStore.put(directory, fresh, text);
      ManagedStore.move(file, directory.path().resolve(name));
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(file);
      }
    }
    keptLength = text.length;
    keptHash = hash;
  }
}
