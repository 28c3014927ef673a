package io.portcullis.source;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A policy file on disk with the lists it names, which lie below its folder. Immutable,
 * thread-safe.
 *
 * <p>Only regular files are opened: opening a pipe would wait for a writer that may never come.
 * Made of {@code java.io} alone, since it is read while the JVM starts.
 */
public final class FileSource {
  /** The size up to which a policy file and its lists together are read: 64 MiB. */
  public static final int DEFAULT_LIMIT = 64 * 1024 * 1024;

  private final String name;
  private final File file;
  private final ListNames listNames;
  private final int limit;
  private final Optional<ManagedFile> managed;

  private FileSource(
      String name, File file, ListNames listNames, int limit, Optional<ManagedFile> managed) {
    this.name = name;
    this.file = file;
    this.listNames = listNames;
    this.limit = limit;
    this.managed = managed;
  }

  /** The source at a path as the operator gives it, which is also what problems call it. */
  public static FileSource of(String path, ListNames listNames) {
    return new FileSource(
        path,
        new File(path).getAbsoluteFile(),
        listNames,
        DEFAULT_LIMIT,
        Optional.<ManagedFile>empty());
  }

  /** This source with what is managed beside it, which is then read and watched like it. */
  public FileSource with(ManagedFile beside) {
    return new FileSource(name, file, listNames, limit, Optional.of(beside));
  }

  /** This source with another bound on its size, in bytes. */
  FileSource limitedTo(int bytes) {
    return new FileSource(name, file, listNames, bytes, managed);
  }

  /** What problems call it: the path as the operator gave it. */
  public String name() {
    return name;
  }

  File file() {
    return file;
  }

  Optional<ManagedFile> managed() {
    return managed;
  }

  ListNames listNames() {
    return listNames;
  }

  /** Where a list lies that the policy names so. */
  File list(String listName) {
    return new File(file.getParentFile(), listName);
  }

  /**
   * Reads the file and its lists, once, as they are at this moment. A list that cannot be read is
   * {@link PolicyText#unreadable}; only the file itself makes this fail.
   */
  public PolicyText read() throws SourceException {
    byte[] policy = readPolicy();
    return withLists(policy, listNames.in(policy));
  }

  byte[] readPolicy() throws SourceException {
    try {
      return readRegular(file, limit);
    } catch (IOException e) {
      throw new SourceException("cannot read `" + name + "`: " + cause(e));
    }
  }

  PolicyText withLists(byte[] policy, Iterable<String> named) {
    Map<String, byte[]> lists = new LinkedHashMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    int room = limit - policy.length;
    for (String list : named) {
      if (lists.containsKey(list) || unreadable.containsKey(list)) {
        continue;
      }
      try {
        byte[] bytes = readList(list, room);
        room -= bytes.length;
        lists.put(list, bytes);
      } catch (IOException e) {
        unreadable.put(list, cause(e));
      }
    }
    return PolicyText.of(name, policy, lists, unreadable)
        .with(managed.isPresent() ? managed.get().read() : Optional.<ManagedText>empty());
  }

  private byte[] readList(String listName, int room) throws IOException {
    if (!isBelow(listName)) {
      throw new Unreadable("a list lies below the folder of the policy");
    }
    File list = list(listName);
    // The link counts by where it leads: a mounted folder may be full of links into itself.
    String folder = file.getParentFile().getCanonicalPath();
    String inside = folder.endsWith(File.separator) ? folder : folder + File.separator;
    if (!list.getCanonicalPath().startsWith(inside)) {
      throw new Unreadable("it leads outside the folder of the policy");
    }
    return readRegular(list, room);
  }

  private static boolean isBelow(String listName) {
    if (listName.isEmpty() || listName.indexOf('\0') >= 0 || new File(listName).isAbsolute()) {
      return false;
    }
    for (String segment : listName.split("[/\\\\]", -1)) {
      if (segment.isEmpty() || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private byte[] readRegular(File from, int room) throws IOException {
    if (!from.isFile()) {
      throw new Unreadable(
          from.isDirectory()
              ? "it is a folder"
              : from.exists() ? "it is not a regular file" : "no such file");
    }
    if (from.length() > room) {
      throw tooLarge();
    }
    try (InputStream in = new FileInputStream(from)) {
      ByteArrayOutputStream out =
          new ByteArrayOutputStream((int) Math.min(from.length(), room) + 1);
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        // Again, for it may be growing and some files of the system have no length.
        if (n > room - out.size()) {
          throw tooLarge();
        }
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    } catch (FileNotFoundException e) {
      throw new Unreadable(from.exists() ? "permission denied" : "no such file");
    }
  }

  private Unreadable tooLarge() {
    return new Unreadable(
        "a policy and its lists are read up to "
            + (limit >= 1 << 20 ? (limit >> 20) + " MiB" : limit + " bytes")
            + " together");
  }

  private static String cause(IOException e) {
    String message = e.getMessage();
    return message == null ? "it cannot be read" : message;
  }

  /** A file that is refused before or while it is read; the message is fit for a user. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }
}
