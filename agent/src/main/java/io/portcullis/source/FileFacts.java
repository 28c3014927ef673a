package io.portcullis.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one look tells of a file itself, links not followed: its kind, and who may write it. */
final class FileFacts {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0022;
  private static final int OTHERS = 0077;
  private static final String NAMES = "unix:mode,uid,dev,ino,size,lastModifiedTime,ctime";

  private final Map<String, Object> facts;
  private final int mode;
  private final int owner;
  private final long size;
  private final FileTime written;

  private FileFacts(Map<String, Object> facts) {
    this.facts = facts;
    this.mode = (Integer) fact("mode");
    this.owner = (Integer) fact("uid");
    this.size = (Long) fact("size");
    this.written = (FileTime) fact("lastModifiedTime");
  }

  /** Throws {@link UnsupportedOperationException} where the system does not tell these facts. */
  static FileFacts of(Path file) throws IOException {
    try {
      return new FileFacts(Files.readAttributes(file, NAMES, LinkOption.NOFOLLOW_LINKS));
    } catch (IllegalArgumentException unknown) {
      throw new UnsupportedOperationException(unknown);
    }
  }

  private Object fact(String name) {
    return Objects.requireNonNull(facts.get(name), name);
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  /** Whether its group or everybody may write it; where there are access lists, their mask. */
  boolean isWritableByOthers() {
    return (mode & OTHERS_WRITE) != 0;
  }

  /** Whether its group or everybody may do anything with it. */
  boolean isOpenToOthers() {
    return (mode & OTHERS) != 0;
  }

  /** Of a folder: nobody can remove or rename what is another's there. */
  boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  /** The number of its owner. */
  int owner() {
    return owner;
  }

  long size() {
    return size;
  }

  FileTime written() {
    return written;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileFacts && ((FileFacts) other).facts.equals(facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }
}
