package io.portcullis.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JVMs of this host as files tell of them, without touching any: those of HotSpot for tools,
 * and {@code /proc} where there is one.
 */
final class RunningJvms {
  private static final String FOLDERS = "hsperfdata_";

  private final Path temporary;
  private final Path processes;

  private RunningJvms(Path temporary, Path processes) {
    this.temporary = temporary;
    this.processes = processes;
  }

  /** Those of this machine. */
  static RunningJvms ofHost() {
    Path processes = Paths.get("/proc");
    // HotSpot on Linux asks no property where temporary files are.
    return Files.isDirectory(processes.resolve("self"))
        ? in(Paths.get("/tmp"), processes)
        : in(Paths.get(System.getProperty("java.io.tmpdir", "/tmp")), processes);
  }

  /** Those that these folders tell of. */
  static RunningJvms in(Path temporary, Path processes) {
    return new RunningJvms(temporary, processes);
  }

  /** What is found of all of them. */
  static final class Found {
    /** Those that may be read, by their process. */
    final SortedMap<Long, PerfFile> readable = new TreeMap<>();

    /** How many there are besides, of other users. */
    int closed;
  }

  Found all() {
    Found found = new Found();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, FOLDERS + "*")) {
      for (Path folder : folders) {
        add(folder, found);
      }
    } catch (IOException | RuntimeException unreadable) {
      throw CommandException.unreachable(
          "`" + temporary + "`, where JVMs tell of themselves, cannot be read: " + unreadable);
    }
    return found;
  }

  private void add(Path folder, Found found) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path file : files) {
        Optional<Long> pid = pid(String.valueOf(file.getFileName()));
        if (pid.isPresent() && isAlive(pid.get())) {
          if (!Files.isReadable(file)) {
            found.closed++;
          } else {
            addReadable(pid.get(), file, found);
          }
        }
      }
    } catch (NotDirectoryException none) {
      // Somebody else's file of that name.
      return;
    }
  }

  private static void addReadable(long pid, Path file, Found found) {
    try {
      found.readable.put(pid, PerfFile.read(file));
    } catch (IOException begun) {
      // One that starts or ends in this moment.
      return;
    }
  }

  static Optional<Long> pid(String text) {
    return text.matches("[1-9][0-9]{0,9}")
        ? Optional.of(Long.valueOf(text))
        : Optional.<Long>empty();
  }

  private boolean hasProcesses() {
    return Files.isDirectory(processes.resolve("self"));
  }

  /** Whether there is such a process; where that cannot be seen, there may be. */
  private boolean isAlive(long pid) {
    return !hasProcesses() || Files.isDirectory(process(pid));
  }

  private Path process(long pid) {
    return processes.resolve(Long.toString(pid));
  }

  /** What one tells of itself; nothing of one that does not, or that is another user's. */
  Optional<PerfFile> get(long pid) {
    return Optional.ofNullable(all().readable.get(pid));
  }

  /**
   * Whether tools have attached to it before: asking it once more starts nothing there.
   *
   * <p>It keeps a socket for them then. Where there is none to be seen, as on Windows, asking
   * leaves no more behind than this.
   */
  boolean hasBeenAttachedTo(long pid) {
    return !hasProcesses() || Files.exists(temporary.resolve(".java_pid" + pid));
  }

  /**
   * Ends the verb where a process cannot be a JVM that takes us, before anything is sent to it: a
   * signal that a JVM understands would end another program.
   */
  void require(long pid) {
    if (!hasProcesses()) {
      return;
    }
    if (!isAlive(pid)) {
      throw CommandException.unreachable(
          "there is no process " + pid + "; `list` shows the JVMs that run");
    }
    try {
      UserPrincipal owner = Files.getOwner(process(pid));
      UserPrincipal self = Files.getOwner(processes.resolve("self").toRealPath());
      if (!owner.equals(self) && !self.getName().equals("root")) {
        throw CommandException.unreachable(
            "process "
                + pid
                + " belongs to `"
                + owner.getName()
                + "` and you are `"
                + self.getName()
                + "`; run this as that user, such as with sudo -u "
                + owner.getName());
      }
      if (!isJvm(pid)) {
        throw CommandException.unreachable(
            "process " + pid + " is no JVM; `list` shows the JVMs that run");
      }
    } catch (IOException ended) {
      throw CommandException.unreachable(
          "process " + pid + " cannot be looked at: " + ended.getMessage());
    }
    Optional<PerfFile> told = get(pid);
    if (told.isPresent() && !told.get().isAttachable()) {
      throw CommandException.unreachable(
          "JVM "
              + pid
              + " takes no tool that attaches (-XX:+DisableAttachMechanism); restart it without"
              + " that option, or with -javaagent");
    }
  }

  private boolean isJvm(long pid) throws IOException {
    String maps = new String(Files.readAllBytes(process(pid).resolve("maps")), "ISO-8859-1");
    return maps.contains("/libjvm.") || maps.contains("/libj9vm");
  }
}
