package io.portcullis.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code stat} tells of a file, links followed: equal stamps mean the same content, as far
 * as {@link #tellsEveryChange} and the clock of the file system go. Immutable.
 */
final class FileStamp {
  /** Reads stamps; a test has one of its own to be a file system that this machine has not. */
  interface Reader {
    FileStamp of(File file);
  }

  static final Reader READER =
      new Reader() {
        @Override
        public FileStamp of(File file) {
          return FileStamp.of(file);
        }
      };

  private static final FileStamp ABSENT = new FileStamp(true, Arrays.<@Nullable Object>asList());

  private final boolean tellsEveryChange;
  private final List<@Nullable Object> facts;

  private FileStamp(boolean tellsEveryChange, List<@Nullable Object> facts) {
    this.tellsEveryChange = tellsEveryChange;
    this.facts = facts;
  }

  static FileStamp of(boolean tellsEveryChange, @Nullable Object... facts) {
    return new FileStamp(tellsEveryChange, Arrays.asList(facts));
  }

  private static FileStamp of(File file) {
    Path path;
    try {
      path = file.toPath();
    } catch (InvalidPathException e) {
      return ABSENT;
    }
    try {
      // Time of change: the kernel's own, which no program can set back as `touch -r` does mtime.
      Map<String, Object> a =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return of(
          true,
          a.get("dev"),
          a.get("ino"),
          a.get("size"),
          a.get("lastModifiedTime"),
          a.get("ctime"));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return basic(path);
    } catch (IOException e) {
      return ABSENT;
    }
  }

  private static FileStamp basic(Path path) {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return of(false, a.fileKey(), a.size(), a.lastModifiedTime());
    } catch (IOException e) {
      return ABSENT;
    }
  }

  /** Whether no write can leave the stamp as it was, time of modification set back included. */
  boolean tellsEveryChange() {
    return tellsEveryChange;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp
        && ((FileStamp) other).tellsEveryChange == tellsEveryChange
        && ((FileStamp) other).facts.equals(facts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tellsEveryChange, facts);
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
