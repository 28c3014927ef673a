package io.portcullis.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A folder with a policy in it, and the ways in which people and tools change one. */
final class PolicyFolder {
  /** Lists are named by lines {@code list NAME}: the watching knows no more of the language. */
  static final ListNames LIST_NAMES = PolicyFolder::listsNamed;

  private final Path folder;

  PolicyFolder(Path folder) {
    this.folder = folder;
  }

  private static Collection<String> listsNamed(byte[] policy) {
    List<String> names = new ArrayList<>();
    for (String line : new String(policy, StandardCharsets.UTF_8).split("\n")) {
      if (line.startsWith("list ")) {
        names.add(line.substring(5));
      }
    }
    return names;
  }

  FileSource source() {
    return FileSource.of(at("policy.yaml").toString(), LIST_NAMES);
  }

  Path at(String name) {
    return folder.resolve(name).normalize();
  }

  /** Truncates and writes in place, as an editor that keeps the inode or {@code >} does. */
  void write(String name, String text) {
    io(
        () -> {
          Files.createDirectories(at(name).getParent());
          Files.writeString(at(name), text);
        });
  }

  /** Writes beside and renames over, as careful tools do. */
  void renameOver(String name, String text) {
    write(name + ".new", text);
    io(
        () ->
            Files.move(
                at(name + ".new"),
                at(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
  }

  void link(String name, String target) {
    io(
        () -> {
          Path fresh = at(name + ".link");
          Files.deleteIfExists(fresh);
          Files.createSymbolicLink(fresh, Path.of(target));
          Files.move(fresh, at(name), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  void delete(String name) {
    io(() -> Files.delete(at(name)));
  }

  /** Does something to a file and sets its time of modification back, as {@code touch -r} can. */
  void keepingTime(String name, Runnable change) {
    io(
        () -> {
          FileTime before = Files.getLastModifiedTime(at(name));
          change.run();
          Files.setLastModifiedTime(at(name), before);
        });
  }

  /** Waits until the clock of the file system has moved on, so that a write now shows in it. */
  void letClockTick() {
    write("probe", "");
    FileStamp before = FileStamp.READER.of(at("probe").toFile());
    do {
      write("probe", "");
    } while (FileStamp.READER.of(at("probe").toFile()).equals(before));
  }

  interface Io {
    void run() throws IOException;
  }

  static void io(Io action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
