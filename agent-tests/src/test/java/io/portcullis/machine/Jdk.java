package io.portcullis.machine;

import java.nio.file.Files;
import java.nio.file.Path;

/** One JDK on this machine. */
public record Jdk(int feature, Path home) {
  public Path java() {
    return home.resolve("bin").resolve("java");
  }

  static boolean isAt(Path home) {
    return Files.isExecutable(home.resolve("bin").resolve("java"));
  }

  @Override
  public String toString() {
    return "JDK " + feature + " (" + home + ")";
  }
}
