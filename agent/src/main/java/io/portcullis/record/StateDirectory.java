package io.portcullis.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the setting {@code state}: it and all that is in it belong to the user of this
 * JVM and are open to nobody else, and no link is followed. Several JVMs of one user may share it.
 * Immutable, thread-safe.
 */
public final class StateDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path path;
  private final UserPrincipal owner;
  private final @Nullable Object key;

  private StateDirectory(Path path, UserPrincipal owner, @Nullable Object key) {
    this.path = path;
    this.owner = owner;
    this.key = key;
  }

  /** The directory at a path; made where there is none and the folder above it is there. */
  public static StateDirectory open(String text) throws StateException {
    Path path;
    try {
      path = FileSystems.getDefault().getPath(text).toAbsolutePath();
    } catch (InvalidPathException bad) {
      throw new StateException("state `" + text + "` is no path; name a directory");
    }
    try {
      Files.createDirectory(path, mode("rwx------"));
    } catch (FileAlreadyExistsException expected) {
      // Looked at below.
    } catch (NoSuchFileException above) {
      throw new StateException(
          "state `" + text + "` has no folder above it; create `" + path.getParent() + "`");
    } catch (UnsupportedOperationException foreign) {
      throw noOwners(text);
    } catch (IOException failed) {
      throw new StateException(
          "state `" + text + "` cannot be made: " + cause(failed) + "; create it" + OWNED);
    }
    PosixFileAttributes found = attributes(path, text);
    if (!found.isDirectory()) {
      throw new StateException(
          "state `"
              + text
              + "` is "
              + (found.isSymbolicLink() ? "a link, which is not followed" : "no directory")
              + "; name a directory");
    }
    requireClosed(found, text, "700");
    UserPrincipal self = ownerOfNewFile(path, text);
    if (!found.owner().equals(self)) {
      throw new StateException(
          "state `"
              + text
              + "` belongs to `"
              + found.owner().getName()
              + "` and this JVM is `"
              + self.getName()
              + "`; give it to that user");
    }
    return new StateDirectory(path, self, found.fileKey());
  }

  private static final String OWNED = ", owned by the user of this JVM, mode 700";

  // What user this is only the file system can tell: the property user.name may be set to anything.
  private static UserPrincipal ownerOfNewFile(Path path, String text) throws StateException {
    Path probe = path.resolve(".probe-" + UUID.randomUUID());
    try {
      Files.createFile(probe, mode("rw-------"));
      try {
        return Files.readAttributes(probe, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .owner();
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException failed) {
      throw new StateException(
          "state `" + text + "` cannot be written: " + cause(failed) + "; it has to be" + OWNED);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  private static PosixFileAttributes attributes(Path path, String text) throws StateException {
    try {
      return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException foreign) {
      throw noOwners(text);
    } catch (IOException failed) {
      throw new StateException(
          "state `" + text + "` cannot be looked at: " + cause(failed) + "; it has to be" + OWNED);
    }
  }

  private static StateException noOwners(String text) {
    return new StateException(
        "state `"
            + text
            + "` lies on a file system without owners and modes; name a directory on one that has"
            + " them");
  }

  private static void requireClosed(PosixFileAttributes found, String what, String mode)
      throws StateException {
    if (!OWNER_ONLY.containsAll(found.permissions())) {
      throw new StateException(
          "`" + what + "` is open to other users; run chmod " + mode + " on it");
    }
  }

  /** Why an operation on files failed, in words of the file system's where it has any. */
  static String cause(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failed instanceof NoSuchFileException) {
      return "no such file";
    }
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }

  /** The file of a name, whether it is there or not. */
  Path file(String name) {
    return path.resolve(name);
  }

  Path path() {
    return path;
  }

  /**
   * Opens a file for reading and writing, and makes it where there is none. The directory is looked
   * at again: it may be another than it was.
   */
  FileChannel channel(String name) throws StateException {
    PosixFileAttributes now = attributes(path, path.toString());
    if (!now.isDirectory()
        || !now.owner().equals(owner)
        || (key != null && !key.equals(now.fileKey()))) {
      throw new StateException("state `" + path + "` is not the directory that it was; restore it");
    }
    requireClosed(now, path.toString(), "700");
    Path file = file(name);
    try {
      requireOurs(file);
      Set<OpenOption> options = new HashSet<>();
      options.add(StandardOpenOption.CREATE);
      options.add(StandardOpenOption.READ);
      options.add(StandardOpenOption.WRITE);
      options.add(LinkOption.NOFOLLOW_LINKS);
      return FileChannel.open(file, options, mode("rw-------"));
    } catch (IOException failed) {
      throw new StateException(
          "`" + file + "` cannot be opened: " + cause(failed) + "; mend it, or move it away");
    }
  }

  private void requireOurs(Path file) throws IOException, StateException {
    PosixFileAttributes found;
    try {
      found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException notYet) {
      return;
    }
    if (!found.isRegularFile()) {
      throw new StateException("`" + file + "` is no regular file; move it away");
    }
    if (!found.owner().equals(owner)) {
      throw new StateException(
          "`" + file + "` belongs to `" + found.owner().getName() + "`; give it to this user");
    }
    requireClosed(found, file.toString(), "600");
  }
}
